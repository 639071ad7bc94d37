import { LocavoreError } from '@locavore/core'
import type { TagLabel } from '../../shared/tag-settings.js'
import type { TagGroupInput } from './tags.js'

const MOST_LABELS = 500

export interface CheckedGroup {
  readonly id: string
  readonly labels: readonly TagLabel[]
}

const isText = (value: unknown): value is string => typeof value === 'string' && value.trim() !== ''

/** @throws LocavoreError `invalid-argument` that names the group and what is wrong with it */
export function checkGroups(groups: readonly TagGroupInput[]): readonly CheckedGroup[] {
  if (!Array.isArray(groups) || groups.length === 0) throw invalid('groups must be a list with at least one group.')
  const checked = (groups as readonly TagGroupInput[]).map(checkGroup)
  const twice = repeated(checked.map(({ id }) => id))
  if (twice !== undefined) throw invalid(`the group "${twice}" is there twice.`)
  return checked
}

function checkGroup(group: TagGroupInput): CheckedGroup {
  if (!isText(group?.id)) throw invalid('a group has no id.')
  const { id, labels } = group
  if (!Array.isArray(labels) || labels.length === 0 || labels.length > MOST_LABELS)
    throw invalid(`the group "${id}" needs a list of 1 to ${MOST_LABELS} labels.`)
  const checked = (labels as TagGroupInput['labels']).map((label) => checkLabel(id, label))
  const twice = repeated(checked.map((label) => label.id))
  if (twice !== undefined) throw invalid(`the label "${twice}" is twice in the group "${id}".`)
  return { id, labels: checked }
}

function checkLabel(group: string, label: TagGroupInput['labels'][number]): TagLabel {
  if (isText(label)) return { id: label, texts: [label] }
  if (typeof label === 'object' && isText(label?.id) && Array.isArray(label.texts)) {
    if (label.texts.length > 0 && label.texts.every(isText)) return { id: label.id, texts: [...label.texts] }
  }
  throw invalid(`each label of the group "${group}" must be words, or an id with a list of texts.`)
}

function repeated(names: readonly string[]): string | undefined {
  return names.find((name, at) => names.indexOf(name) !== at)
}

function invalid(message: string): LocavoreError {
  return new LocavoreError('invalid-argument', `tags: ${message}`)
}
