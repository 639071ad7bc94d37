import { type Catalogue, describeTaste, LocavoreError, type Profile, type Taste, tastes } from '@locavore/core'
import type { TasteReport } from '../../shared/protocol.js'
import { type ItemSimilarity, itemSimilarity, type Likeness } from './item-similarity.js'

const MOST_WORDS = 3
const MOST_EXAMPLES = 4

/** The tastes of a profile. Only items that are still here are grouped. */
export function knownTastes(profile: Profile, likeness: Likeness, similarity?: ItemSimilarity): Taste[] {
  const { catalogue } = likeness
  const evidence = profile.evidence.filter(({ itemId }) => catalogue.has(itemId))
  return tastes({
    profile: { ...profile, evidence },
    similarity: similarity ?? itemSimilarity(likeness),
    edits: profile.edits,
  })
}

/** @throws `unknown-taste` */
export function requireTaste(found: readonly Taste[], id: string): Taste {
  const taste = found.find((candidate) => candidate.id === id)
  if (taste !== undefined) return taste
  throw new LocavoreError(
    'unknown-taste',
    'There is no taste of this id now: tastes change with what is liked and forgotten. Give the id of one that tastes() lists.',
  )
}

export function describeTastes(catalogue: Catalogue, profile: Profile, found: readonly Taste[]): TasteReport[] {
  return found.map((taste) => ({
    ...taste,
    words: describeTaste(catalogue, profile, taste, MOST_WORDS),
    examples: taste.itemIds
      .slice(-MOST_EXAMPLES)
      .reverse()
      .map((id) => catalogue.get(id)),
  }))
}
