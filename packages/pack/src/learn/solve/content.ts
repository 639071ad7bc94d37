import type { PackContentMap } from '@locavore/catalogue'
import { readVectors } from '@locavore/catalogue'
import { type EmbeddingSpace, MODALITIES, type Modality, type QuantisedRows } from '@locavore/core'
import type { ReadyShard } from '../../build/assemble.js'
import { refused } from '../../failure.js'
import { readPackFile } from '../../work/disk.js'
import { blockedCholesky, type OnBlock } from './row-products.js'

/** Items that the map is learnt from at most: the most liked ones. */
export const MOST_MAPPED = 20_000
/** Ridge, and likes at which an item counts half (`docs/ranking.md`). */
const RIDGE = 1
const HALF_COUNTED = 5

export type ContentMeans = Partial<Record<Modality, Float64Array>>

/** Every vector file of a pack, with the number of its first row. */
async function* vectorFiles(shards: readonly ReadyShard[], spaces: readonly EmbeddingSpace[]) {
  let start = 0
  for (const { shard, folder } of shards) {
    for (const modality of MODALITIES) {
      const file = shard.vectors[modality]
      const space = spaces.find(({ modalities }) => modalities.includes(modality))
      if (file === undefined || space === undefined) continue
      const bytes = await readPackFile(folder, file)
      const vectors = readVectors(bytes, { file: file.path, rows: shard.rows, space, modality })
      yield { modality, start, vectors }
    }
    start += shard.rows
  }
}

/** Mean unit vector of each modality over the rows that live. */
export async function contentMeans(
  shards: readonly ReadyShard[],
  spaces: readonly EmbeddingSpace[],
  lives: (row: number) => boolean,
): Promise<ContentMeans> {
  const sums = new Map<Modality, { readonly sum: Float64Array; count: number }>()
  for await (const { modality, start, vectors } of vectorFiles(shards, spaces)) {
    const { dimensions, count, codes, scales } = vectors
    const entry = sums.get(modality) ?? { sum: new Float64Array(dimensions), count: 0 }
    sums.set(modality, entry)
    for (let row = 0; row < count; row += 1) {
      const scale = scales[row] as number
      if (scale === 0 || !lives(start + row)) continue
      entry.count += 1
      for (let d = 0; d < dimensions; d += 1) {
        entry.sum[d] = (entry.sum[d] as number) + (codes[row * dimensions + d] as number) * scale
      }
    }
  }
  return Object.fromEntries(
    [...sums].map(([modality, { sum, count }]) => [modality, sum.map((value) => value / Math.max(1, count))]),
  )
}

export interface ContentMapInput {
  readonly shards: readonly ReadyShard[]
  readonly spaces: readonly EmbeddingSpace[]
  readonly means: ContentMeans
  /** Rows to learn from, with the people who like each. */
  readonly learnFrom: readonly { readonly row: number; readonly likes: number }[]
  /** `[rows, dimensions]` */
  readonly factors: Float64Array
  readonly dimensions: number
  readonly onBlock: OnBlock
}

/**
 * A linear map from content to factors, for items nobody has met (Gantner et al., ICDM 2010): weighted ridge regression with
 * the weight n / (n + 5). Undefined where no liked item has content.
 */
export async function learnContentMap(input: ContentMapInput): Promise<PackContentMap | undefined> {
  const { means, learnFrom, factors, dimensions, onBlock } = input
  const modalities = MODALITIES.filter((modality) => means[modality] !== undefined)
  const width = modalities.reduce((sum, modality) => sum + (means[modality]?.length ?? 0), 0)
  const content = await contentRows(input, modalities, width)
  const used = learnFrom.flatMap(({ row, likes }, at) => {
    const own = content.subarray(at * width, (at + 1) * width)
    return own.some((value) => value !== 0) ? [{ row, own, weight: likes / (likes + HALF_COUNTED) }] : []
  })
  if (width === 0 || used.length === 0) return undefined
  const total = used.reduce((sum, { weight }) => sum + weight, 0)
  const meanContent = new Float64Array(width)
  const meanFactors = new Float64Array(dimensions)
  for (const { row, own, weight } of used) {
    for (let d = 0; d < width; d += 1)
      meanContent[d] = (meanContent[d] as number) + (weight / total) * (own[d] as number)
    for (let c = 0; c < dimensions; c += 1) {
      meanFactors[c] = (meanFactors[c] as number) + (weight / total) * (factors[row * dimensions + c] as number)
    }
  }
  const matrix = new Float64Array(width * width)
  /** `[factor dimensions, width]`: one right side a row. */
  const right = new Float64Array(dimensions * width)
  const centred = new Float64Array(width)
  for (const [at, { row, own, weight }] of used.entries()) {
    for (let d = 0; d < width; d += 1) centred[d] = (own[d] as number) - (meanContent[d] as number)
    addWeighted(matrix, centred, weight)
    for (let c = 0; c < dimensions; c += 1) {
      const target = weight * ((factors[row * dimensions + c] as number) - (meanFactors[c] as number))
      for (let d = 0; d < width; d += 1)
        right[c * width + d] = (right[c * width + d] as number) + target * (centred[d] as number)
    }
    if (at % 64 === 0) await onBlock(at)
  }
  for (let d = 0; d < width; d += 1) matrix[d * width + d] = (matrix[d * width + d] as number) + RIDGE
  if (!(await blockedCholesky(matrix, width, onBlock))) throw refused('The content map cannot be solved.')
  return finishMap(modalities, matrix, right, meanContent, meanFactors)
}

function finishMap(
  modalities: readonly Modality[],
  lower: Float64Array,
  right: Float64Array,
  meanContent: Float64Array,
  meanFactors: Float64Array,
): PackContentMap {
  const [width, dimensions] = [meanContent.length, meanFactors.length]
  const weight = new Float64Array(width * dimensions)
  const bias = meanFactors.slice()
  for (let c = 0; c < dimensions; c += 1) {
    const solved = solveTriangles(lower, right.subarray(c * width, (c + 1) * width))
    for (let d = 0; d < width; d += 1) {
      weight[d * dimensions + c] = solved[d] as number
      bias[c] = (bias[c] as number) - (meanContent[d] as number) * (solved[d] as number)
    }
  }
  return { modalities, weight, bias }
}

function addWeighted(matrix: Float64Array, row: Float64Array, weight: number): void {
  const width = row.length
  for (let i = 0; i < width; i += 1) {
    const value = weight * (row[i] as number)
    if (value === 0) continue
    for (let j = 0; j <= i; j += 1)
      matrix[i * width + j] = (matrix[i * width + j] as number) + value * (row[j] as number)
  }
}

function solveTriangles(lower: Float64Array, vector: Float64Array): Float64Array {
  const order = vector.length
  for (let i = 0; i < order; i += 1) {
    let sum = vector[i] as number
    for (let k = 0; k < i; k += 1) sum -= (lower[i * order + k] as number) * (vector[k] as number)
    vector[i] = sum / (lower[i * order + i] as number)
  }
  for (let i = order - 1; i >= 0; i -= 1) {
    const value = (vector[i] as number) / (lower[i * order + i] as number)
    vector[i] = value
    for (let k = 0; k < i; k += 1) vector[k] = (vector[k] as number) - value * (lower[i * order + k] as number)
  }
  return vector
}

/** Content of the rows to learn from, `[rows, width]`: each modality's unit vector less the mean, side by side, at unit length. */
async function contentRows(
  { shards, spaces, means, learnFrom }: ContentMapInput,
  modalities: readonly Modality[],
  width: number,
): Promise<Float32Array> {
  const placeOf = new Map(learnFrom.map(({ row }, at) => [row, at]))
  const content = new Float32Array(learnFrom.length * width)
  const offsets = new Map<Modality, number>()
  let offset = 0
  for (const modality of modalities) {
    offsets.set(modality, offset)
    offset += means[modality]?.length ?? 0
  }
  for await (const { modality, start, vectors } of vectorFiles(shards, spaces)) {
    const mean = means[modality]
    if (mean === undefined) continue
    for (let row = 0; row < vectors.count; row += 1) {
      const place = placeOf.get(start + row)
      if (place !== undefined) writeCentred(vectors, row, mean, content, place * width + (offsets.get(modality) ?? 0))
    }
  }
  for (let place = 0; place < learnFrom.length; place += 1) toUnit(content.subarray(place * width, (place + 1) * width))
  return content
}

function writeCentred(
  { codes, scales, dimensions }: QuantisedRows,
  row: number,
  mean: Float64Array,
  out: Float32Array,
  at: number,
): void {
  const scale = scales[row] as number
  if (scale === 0) return
  for (let d = 0; d < dimensions; d += 1) {
    out[at + d] = (codes[row * dimensions + d] as number) * scale - (mean[d] as number)
  }
}

function toUnit(vector: Float32Array): void {
  const length = Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0))
  if (length > 0) for (let d = 0; d < vector.length; d += 1) vector[d] = (vector[d] as number) / length
}
