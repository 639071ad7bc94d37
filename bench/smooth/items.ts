import { makeShard } from '../../demo/src/large/worker/catalogue/make-shard.js'
import { WordVectors } from '../../demo/src/large/worker/catalogue/word-vectors.js'

/** The demo's generated postcards as a hand-written page has them: JSON, and vectors of length 1 in float32. */
export function makeItems(count: number, words: string): { readonly json: string; readonly vectors: Float32Array } {
  const { items, rows } = makeShard(0, count, new WordVectors(words))
  const vectors = Float32Array.from(
    rows.codes,
    (code, at) => code * (rows.scales[Math.floor(at / rows.dimensions)] ?? 0),
  )
  return { json: JSON.stringify(items), vectors }
}
