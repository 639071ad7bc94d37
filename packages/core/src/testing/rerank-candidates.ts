import type { RerankCandidates } from '../rerank/draft.js'
import type { Modality } from '../types.js'

/** Something to arrange; things near each other on a line are similar. */
export interface Thing {
  readonly score: number
  /** Place on the line, 0 to 9. */
  readonly at: number
  readonly maker: string
  readonly media: readonly Modality[]
  readonly shown: number
  readonly addedAt?: number
}

export function candidatesOf(things: readonly Thing[], now = 1_000_000): RerankCandidates {
  return {
    scores: Float64Array.from(things, ({ score }) => score),
    itemId: (j) => `i${j}`,
    attributes: (j) => ({ maker: things[j]?.maker ?? '' }),
    addedAt: (j) => things[j]?.addedAt,
    modalities: (j) => things[j]?.media ?? [],
    impressions: (j) => things[j]?.shown ?? 0,
    similarTo: (a) => (b) => 1 - Math.abs((things[a]?.at ?? 0) - (things[b]?.at ?? 0)) / 9,
    wantedShares: () => new Map(Object.entries({ a: 0.5, b: 0.25, c: 0.25 })),
    now,
  }
}
