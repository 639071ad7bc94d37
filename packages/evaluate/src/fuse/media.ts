import type { ContentTable, FusionInput } from '@locavore/core'

export interface TableMedium {
  readonly table: ContentTable
  /** `[items]`, 1 where an item has the medium; undefined: all have. */
  readonly present: ArrayLike<number> | undefined
}

/** What fusion needs, from tables of vectors. Every like counts 1. */
export function fusionInput(
  media: readonly TableMedium[],
  likes: ArrayLike<number>,
  candidates: Int32Array,
): FusionInput {
  const liked = Int32Array.from(likes)
  const has = ({ present }: TableMedium, item: number) => (present === undefined || present[item] === 1 ? 1 : 0)
  return {
    candidates: candidates.length,
    eventWeights: new Float64Array(liked.length).fill(1),
    media: media.map((medium) => ({
      weight: 1,
      known: Uint8Array.from(candidates, (item) => has(medium, item)),
      knownEvents: Uint8Array.from(liked, (item) => has(medium, item)),
      cosines: (h) => gather(medium.table.cosines(liked[h] ?? 0), candidates),
      between: (h, other) => medium.table.cosines(liked[h] ?? 0)[liked[other] ?? 0] ?? 0,
    })),
  }
}

function gather(row: Float32Array, items: Int32Array): Float32Array {
  const out = new Float32Array(items.length)
  for (let j = 0; j < out.length; j += 1) out[j] = row[items[j] as number] as number
  return out
}
