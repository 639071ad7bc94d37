/** Everything that is wrong, in words for the maker of a model. */
export type Problems = string[]

export const TOWERS = ['text', 'image', 'audio'] as const

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** A text or a list that looks like a number is none, and what lies in an object's `toString` is never called. */
export function numberOf(value: unknown): number {
  return typeof value === 'number' ? value : Number.NaN
}

/** What was found, in words, whatever it is. */
export function nameOf(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? 'nothing')
}

/** Adds to `problems` what keeps this tower from being used. `paths`: every file that the manifest lists. */
export function checkTower(name: string, tower: unknown, paths: ReadonlySet<string>, problems: Problems): void {
  if (!isRecord(tower) || !isRecord(tower['files'])) {
    problems.push(`\`towers.${name}.files\` is missing`)
    return
  }
  const needed = Object.values(tower['files'])
  if (name === 'text') needed.push(tower['tokenizer'], tower['tokenizerConfig'])
  for (const path of needed) {
    if (typeof path !== 'string' || !paths.has(path)) problems.push(`${nameOf(path)} is used but not in \`files\``)
  }
  if (name === 'text') checkText(tower, problems)
  if (name === 'image') checkImage(tower, problems)
  if (name === 'audio') checkAudio(tower, problems)
}

function isWhole(value: unknown, least: number, most: number): value is number {
  return Number.isSafeInteger(value) && numberOf(value) >= least && numberOf(value) <= most
}

const MOST_TOKENS = 8192

function checkText(tower: Record<string, unknown>, problems: Problems): void {
  const at = '`towers.text`'
  const { maxTokens, padTo, pooling, prefix, lowercase, inputs, output } = tower
  if (!isWhole(maxTokens, 3, MOST_TOKENS)) problems.push(`${at} needs \`maxTokens\` from 3 to ${MOST_TOKENS}`)
  if (padTo !== undefined && !isWhole(padTo, numberOf(maxTokens), MOST_TOKENS)) {
    problems.push(`${at} has a \`padTo\` that is not from \`maxTokens\` to ${MOST_TOKENS}`)
  }
  if (pooling !== undefined && !['mean', 'first', 'last'].some((known) => known === pooling)) {
    problems.push(`${at} needs \`pooling\` of mean, first, last, or none`)
  }
  if (prefix !== undefined && typeof prefix !== 'string') problems.push(`${at} has a \`prefix\` that is no text`)
  if (lowercase !== undefined && typeof lowercase !== 'boolean') {
    problems.push(`${at} has a \`lowercase\` that is neither true nor false`)
  }
  if (!isRecord(inputs) || typeof inputs['ids'] !== 'string') problems.push(`${at} needs \`inputs.ids\``)
  if (typeof output !== 'string') problems.push(`${at} needs an \`output\``)
}

function checkImage(tower: Record<string, unknown>, problems: Problems): void {
  if (!(numberOf(tower['width']) > 0 && numberOf(tower['height']) > 0)) {
    problems.push('`towers.image` needs a width and a height above 0')
  }
  const patches = tower['patches']
  if (patches === undefined) return
  const isGrid = isRecord(patches) && isWhole(patches['rows'], 1, 256) && isWhole(patches['columns'], 1, 256)
  if (!isGrid || typeof patches['output'] !== 'string') {
    problems.push('`towers.image.patches` needs `output`, and `rows` and `columns` from 1 to 256')
  }
}

function checkAudio(tower: Record<string, unknown>, problems: Problems): void {
  for (const key of ['input', 'output']) {
    if (typeof tower[key] !== 'string') problems.push(`\`towers.audio.${key}\` is missing`)
  }
  checkFeatures(tower['features'], problems)
  checkWindow(tower['window'], tower['steps'], problems)
}

const CHOICES = {
  melScale: ['htk', 'slaney'],
  melNorm: ['none', 'slaney'],
  power: [1, 2],
  log: ['ln', 'decibel'],
  centred: [true, false],
} as const

function checkFeatures(features: unknown, problems: Problems): void {
  const at = '`towers.audio.features`'
  if (!isRecord(features)) {
    problems.push(`${at} is missing`)
    return
  }
  const { sampleRate, windowLength, hopLength, fftLength, melBands, lowestHz, highestHz } = features
  if (!isWhole(sampleRate, 1000, 192_000)) problems.push(`${at} needs a \`sampleRate\` from 1000 to 192000`)
  const isLength = isWhole(fftLength, 16, 32_768) && Math.log2(fftLength) % 1 === 0
  if (!isLength) problems.push(`${at} needs an \`fftLength\` that is a power of two from 16 to 32768`)
  if (!isWhole(windowLength, 2, numberOf(fftLength)))
    problems.push(`${at} needs a \`windowLength\` up to \`fftLength\``)
  if (!isWhole(hopLength, 1, numberOf(windowLength)))
    problems.push(`${at} needs a \`hopLength\` up to \`windowLength\``)
  if (!isWhole(melBands, 1, 512)) problems.push(`${at} needs \`melBands\` from 1 to 512`)
  const [lowest, highest] = [numberOf(lowestHz), numberOf(highestHz)]
  if (!(lowest >= 0 && lowest < highest && highest <= numberOf(sampleRate) / 2)) {
    problems.push(`${at} needs 0 <= \`lowestHz\` < \`highestHz\` <= \`sampleRate\` / 2`)
  }
  for (const [key, known] of Object.entries(CHOICES)) {
    const isKnown = (known as readonly unknown[]).includes(features[key])
    if (!isKnown) problems.push(`${at} needs \`${key}\` of ${known.join(', ')}`)
  }
  for (const key of ['offset', 'greatestGain']) {
    const value = features[key]
    if (typeof value !== 'number' || !(value > 0 && value < Infinity)) problems.push(`${at} needs \`${key}\` above 0`)
  }
}

const MOST_FRAMES = 100_000

function checkWindow(window: unknown, steps: unknown, problems: Problems): void {
  const at = '`towers.audio.window`'
  if (!isRecord(window)) {
    problems.push(`${at} is missing`)
    return
  }
  const { frames, hop, multiple, least, padding } = window
  if (!isWhole(frames, 1, MOST_FRAMES)) problems.push(`${at} needs \`frames\` from 1 to ${MOST_FRAMES}`)
  if (!isWhole(hop, 1, numberOf(frames))) problems.push(`${at} needs a \`hop\` up to \`frames\``)
  if (!isWhole(multiple, 1, numberOf(frames)) || numberOf(frames) % multiple !== 0) {
    problems.push(`${at} needs a \`multiple\` that divides \`frames\``)
  }
  if (!isWhole(least, 1, numberOf(frames)) || least % numberOf(multiple) !== 0) {
    problems.push(`${at} needs \`least\` frames that are a multiple of \`multiple\``)
  }
  if (padding !== 'silence' && padding !== 'repeat') problems.push(`${at} needs \`padding\` of silence, repeat`)
  if (steps === undefined) return
  const each = isRecord(steps) ? steps['framesPerStep'] : undefined
  const divides = isWhole(each, 1, MOST_FRAMES) && numberOf(multiple) % each === 0
  if (!divides || !isRecord(steps) || typeof steps['output'] !== 'string') {
    problems.push('`towers.audio.steps` needs `output`, and `framesPerStep` that divides `window.multiple`')
  }
}
