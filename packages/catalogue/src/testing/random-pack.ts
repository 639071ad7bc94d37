import { createRandom, type EmbeddingSpace, gaussian, type Item, type QuantisedRows, quantise } from '@locavore/core'
import { type PackInput, type ShardInput, type WeightTable, writePack } from '../index.js'

export const RANDOM_SPACE: EmbeddingSpace = { id: 'test/random@1', dimensions: 12, modalities: ['text', 'image'] }

export const FACTOR_DIMENSIONS = 4

export interface RandomPackOptions {
  readonly seed?: number
  /** Items of each shard. */
  readonly shards?: readonly number[]
  /** Default true: factors, weights, popularity and the shared table. */
  readonly learnt?: boolean
  /** More shards behind the random ones. */
  readonly patches?: readonly ShardInput[]
}

/** A valid pack with every kind of file. */
export function randomPack(options: RandomPackOptions = {}) {
  return writePack(randomPackInput(options))
}

export function randomPackInput({
  seed = 1,
  shards = [7, 5, 4],
  learnt = true,
  patches = [],
}: RandomPackOptions = {}): PackInput {
  const allRows =
    shards.reduce((sum, rows) => sum + rows, 0) + patches.reduce((sum, { items }) => sum + items.length, 0)
  let first = 0
  const base = shards.map((rows, shard): ShardInput => {
    const from = first
    first += rows
    const salt = seed * 1_000 + shard
    return {
      items: Array.from({ length: rows }, (_, row) => randomItem(from + row)),
      vectors: { text: randomVectors(salt, rows), image: randomVectors(salt + 500, rows) },
      ...(learnt ? randomTables(salt, rows, allRows) : {}),
    }
  })
  const d = FACTOR_DIMENSIONS
  return {
    name: 'random',
    licence: 'CC0-1.0',
    spaces: [RANDOM_SPACE],
    shards: [...base, ...patches],
    ...(learnt
      ? {
          learnt: {
            factorDimensions: d,
            constants: { tau: 2 },
            evidence: { people: 100, interactions: 5_000, leastPeoplePerPair: 20 },
          },
          shared: {
            factorScales: Float64Array.from({ length: d }, (_, k) => 0.01 * (k + 1)),
            factorMean: Float64Array.from({ length: d }, (_, k) => 0.1 * k),
            contentMeans: {},
          },
        }
      : {}),
  }
}

export function randomItem(row: number): Item {
  return { id: `i${row}`, title: `Item ${row}`, image: `pictures/${row}.jpg`, attributes: { even: row % 2 === 0 } }
}

export function randomVectors(
  seed: number,
  count: number,
  { dimensions }: Pick<EmbeddingSpace, 'dimensions'> = RANDOM_SPACE,
): QuantisedRows {
  const random = createRandom(seed + 1)
  const codes = new Int8Array(count * dimensions)
  const scales = new Float32Array(count)
  for (let row = 0; row < count; row += 1) {
    const vector = quantise(
      Array.from({ length: dimensions }, () => gaussian(random)),
      dimensions,
    )
    codes.set(vector.codes, row * dimensions)
    scales[row] = vector.scale
  }
  return { dimensions, count, codes, scales }
}

export function randomTables(
  seed: number,
  rows: number,
  allRows: number,
): Required<Pick<ShardInput, 'factors' | 'weights' | 'transitions' | 'popularity'>> {
  const random = createRandom(seed + 2)
  const dimensions = FACTOR_DIMENSIONS
  const values = Int8Array.from({ length: rows * dimensions }, () => Math.floor(random() * 255) - 127)
  return {
    factors: { rows, dimensions, values },
    weights: randomWeights(seed, rows, allRows),
    transitions: randomWeights(seed + 50, rows, allRows),
    popularity: Uint32Array.from({ length: rows }, () => Math.floor(random() * 1_000)),
  }
}

/** Three entries a row, none twice. */
function randomWeights(seed: number, rows: number, allRows: number): WeightTable {
  const random = createRandom(seed + 3)
  const perRow = Math.min(3, allRows)
  const columns = Array.from({ length: rows }, () => {
    const start = Math.floor(random() * allRows)
    return Array.from({ length: perRow }, (_, k) => (start + k) % allRows)
  })
  return {
    rows,
    starts: Int32Array.from({ length: rows + 1 }, (_, row) => row * perRow),
    columns: Int32Array.from(columns.flat()),
    codes: Int8Array.from({ length: rows * perRow }, () => Math.floor(random() * 255) - 127),
    scales: Float32Array.from({ length: rows }, () => 0.001 + 0.01 * random()),
  }
}
