import { Catalogue, type Item, normalise, quantise, standardise } from '@locavore/core'
import { plainKernels } from '../kernels/plain-kernels.js'

export interface MappedContentInput {
  /** `[items, dimensions]`: of items of the second catalogue their own vectors, of the others where a map puts them. */
  readonly rows: Float32Array
  readonly dimensions: number
  /** `[items]`, 1 for items of the second catalogue. */
  readonly second: Uint8Array
}

/**
 * How the recommender compares what was liked elsewhere: centred, whitened, cut at 0. Gives the taste of every item of the first
 * catalogue for those of the second, worked out once each.
 */
export function mappedContent({ rows, dimensions, second }: MappedContentInput): (item: number) => Float32Array {
  const space = { id: 'second', dimensions, modalities: ['text'] as const }
  const catalogue = new Catalogue({ kernels: plainKernels, space })
  const vectorOf = (item: number) => rows.slice(item * dimensions, (item + 1) * dimensions)
  const indexes = Array.from(second, (flag, item) => {
    const vector = vectorOf(item)
    if (flag === 0 || !vector.some((value) => value !== 0)) return -1
    const added: Item = { id: String(item) }
    return catalogue.add(added, { text: quantise(normalise(vector), dimensions) })
  })
  const index = catalogue.modality('text')
  const known = new Map<number, Float32Array>()
  return (item) => {
    const held = known.get(item)
    if (held !== undefined) return held
    const scores = new Float32Array(second.length)
    if (index !== undefined) {
      const { mean } = index
      const centred = vectorOf(item).map((value, d) => value - (mean[d] as number))
      const similar = index.similarities(index.whiten(centred))
      indexes.forEach((row, other) => {
        if (row >= 0) scores[other] = Math.max(0, similar[row] as number)
      })
    }
    known.set(item, scores)
    return scores
  }
}

/** The recommender's score of a person known elsewhere alone: popularity, and what was liked there with a share. */
export function contentScores(
  tasteOf: (item: number) => Float32Array,
  { likes, candidates, logPopularity, share }: ContentScoresInput,
): Float64Array {
  const values = new Float64Array(candidates.length)
  for (const item of likes) {
    const taste = tasteOf(item)
    for (let j = 0; j < values.length; j += 1) {
      values[j] = (values[j] as number) + (taste[candidates[j] as number] as number)
    }
  }
  const popularity = Float64Array.from(candidates, (item) => logPopularity[item] as number)
  const content = standardise({ name: 'elsewhere', weight: share, values }).shares
  return standardise({ name: 'popularity', weight: 1, values: popularity }).shares.map(
    (value, j) => value + (content[j] as number),
  )
}

export interface ContentScoresInput {
  readonly likes: Int32Array
  readonly candidates: Int32Array
  readonly logPopularity: Float32Array
  readonly share: number
}
