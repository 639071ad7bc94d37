import { LocavoreError, type Modality, type TagCalibration } from '@locavore/core'

/** Fitted for each medium on its own: pictures, words and sounds lie at different distances from the words of labels. */
export type MediaCalibration = Readonly<Partial<Record<Modality, TagCalibration>>>

export interface TagLabel {
  readonly id: string
  /** Wordings of the label; their vectors are averaged. */
  readonly texts: readonly string[]
}

/** What a model says of tags (`tags.json`): its own groups, and how sure its cosines are. */
export interface TagSettings {
  readonly format: 'locavore-tags@1'
  readonly groups: readonly {
    readonly id: string
    readonly labels: readonly TagLabel[]
    readonly calibration: MediaCalibration
  }[]
  /** For groups that a site brings. */
  readonly other: MediaCalibration
}

const FORMAT = 'locavore-tags@1'

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

const isName = (value: unknown): value is string => typeof value === 'string' && value !== ''

function isCalibration(value: unknown): boolean {
  if (!isRecord(value)) return false
  return Object.values(value).every(
    (each) =>
      isRecord(each) &&
      Number(each['temperature']) > 0 &&
      [each['temperature'], each['none'], each['follow']].every(Number.isFinite) &&
      areBiases(each['biases']),
  )
}

function areBiases(value: unknown): boolean {
  return value === undefined || (isRecord(value) && Object.values(value).every(Number.isFinite))
}

function isLabel(value: unknown): boolean {
  if (!isRecord(value) || !isName(value['id']) || !Array.isArray(value['texts'])) return false
  return value['texts'].length > 0 && value['texts'].every(isName)
}

function isGroup(value: unknown): boolean {
  if (!isRecord(value) || !isName(value['id']) || !Array.isArray(value['labels'])) return false
  return value['labels'].length > 0 && value['labels'].every(isLabel) && isCalibration(value['calibration'])
}

/** @throws LocavoreError `model-invalid` */
export function parseTagSettings(json: string): TagSettings {
  try {
    const value: unknown = JSON.parse(json)
    const isWhole =
      isRecord(value) &&
      value['format'] === FORMAT &&
      Array.isArray(value['groups']) &&
      value['groups'].every(isGroup) &&
      isCalibration(value['other'])
    if (isWhole) return value as unknown as TagSettings
  } catch {}
  throw new LocavoreError(
    'model-invalid',
    `The model's tags are no JSON of the format ${FORMAT}: groups of labels with texts, and a temperature above 0 and a cosine of none for every medium. Rebuild the model.`,
  )
}
