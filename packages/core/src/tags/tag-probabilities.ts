import { LocavoreError } from '../errors.js'
import { dot } from '../vector/vector.js'

/** How the cosines of one medium with the words of one group become probabilities. Fitted on contents whose labels are known. */
export interface TagCalibration {
  /** Cosine per natural logarithm of odds, above 0: the smaller, the surer. */
  readonly temperature: number
  /** The cosine of "none of these": a label that fits just as well is just as likely. */
  readonly none: number
  /**
   * How far that cosine goes along with the mean cosine of all labels (0: not at all, 1: wholly). Short texts lie near all
   * short texts, whatever they say.
   */
  readonly follow: number
  /** By the id of a label, what is added to its cosine (default 0): some words lie nearer to everything than others do. */
  readonly biases?: Readonly<Record<string, number>>
}

/** A group of labels that exclude each other, with how likely each is for one content. */
export interface TagGroup {
  readonly id: string
  /** Likeliest first. Together with `none` the probabilities sum to 1. */
  readonly labels: readonly TagProbability[]
  /** How likely it is that none of these labels fits. */
  readonly none: number
}

export interface TagProbability {
  readonly id: string
  /** 0..1. */
  readonly probability: number
}

/** A label and where it lies in the space: `[dimensions]`, unit length. */
export interface TagPrototype {
  readonly id: string
  readonly vector: Float32Array
}

/**
 * Softmax of (cosine + bias) / temperature over the labels and "none of these", which stands at
 * `none + follow * mean cosine`.
 *
 * @param content `[dimensions]`, unit length, of the same space as the prototypes
 * @throws LocavoreError `invalid-vector` for another number of dimensions or a number that is not finite
 */
export function tagProbabilities(
  id: string,
  content: Float32Array,
  prototypes: readonly TagPrototype[],
  { temperature, none: fixed, follow, biases = {} }: TagCalibration,
): TagGroup {
  const cosines = prototypes.map(({ vector }) => cosineOf(content, vector))
  const none = fixed + (follow * cosines.reduce((sum, cosine) => sum + cosine, 0)) / Math.max(1, cosines.length)
  const fits = cosines.map((cosine, at) => cosine + biasOf(biases, prototypes[at]?.id))
  const highest = Math.max(none, ...fits)
  const weights = fits.map((fit) => Math.exp((fit - highest) / temperature))
  const noneWeight = Math.exp((none - highest) / temperature)
  const sum = weights.reduce((total, weight) => total + weight, noneWeight)
  const labels = prototypes.map((prototype, at) => ({ id: prototype.id, probability: (weights[at] ?? 0) / sum }))
  return { id, labels: sorted(labels), none: noneWeight / sum }
}

/**
 * What several media of one thing say together: the mean of their probabilities, group by group. Groups that not all of
 * them have are left to those that have them.
 */
export function poolTags(opinions: readonly (readonly TagGroup[])[]): readonly TagGroup[] {
  const groups = new Map<string, TagGroup[]>()
  for (const group of opinions.flat()) groups.set(group.id, [...(groups.get(group.id) ?? []), group])
  return [...groups].map(([id, same]) => poolGroup(id, same))
}

function poolGroup(id: string, same: readonly TagGroup[]): TagGroup {
  const sums = new Map<string, number>()
  for (const { labels } of same)
    for (const label of labels) sums.set(label.id, (sums.get(label.id) ?? 0) + label.probability)
  const labels = [...sums].map(([label, sum]) => ({ id: label, probability: sum / same.length }))
  return { id, labels: sorted(labels), none: same.reduce((sum, { none }) => sum + none, 0) / same.length }
}

/** A label may be called as something every object has. */
function biasOf(biases: Readonly<Record<string, number>>, label = ''): number {
  return Object.hasOwn(biases, label) ? (biases[label] ?? 0) : 0
}

function sorted(labels: readonly TagProbability[]): readonly TagProbability[] {
  return [...labels].sort((a, b) => b.probability - a.probability)
}

function cosineOf(content: Float32Array, prototype: Float32Array): number {
  const cosine = content.length === prototype.length ? dot(content, prototype) : Number.NaN
  if (Number.isFinite(cosine)) return cosine
  throw new LocavoreError(
    'invalid-vector',
    `tags: a vector of ${content.length} numbers cannot be held against words of ${prototype.length}; both must be finite and of one model.`,
  )
}
