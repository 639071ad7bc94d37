import { type Catalogue, fusedSimilarity, type SimilarityCache } from '@locavore/core'

export interface Likeness {
  readonly catalogue: Catalogue
  readonly similarities: SimilarityCache
}

/** How alike two items are by everything they have; undefined if one of them is gone. */
export type ItemSimilarity = (itemId: string, otherItemId: string) => number | undefined

/** Fixes each first item once: the same items are compared with each other again and again. */
export function itemSimilarity({ catalogue, similarities }: Likeness): ItemSimilarity {
  const similarTo = fusedSimilarity(catalogue, similarities, {})
  const rows = new Map<number, (other: number) => number>()
  return (itemId, otherItemId) => {
    const [index, other] = [catalogue.indexOf(itemId), catalogue.indexOf(otherItemId)]
    if (index === undefined || other === undefined) return undefined
    const row = rows.get(index) ?? similarTo(index)
    rows.set(index, row)
    return row(other)
  }
}
