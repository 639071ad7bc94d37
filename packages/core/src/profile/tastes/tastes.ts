import type { Catalogue } from '../../catalogue/catalogue.js'
import { weighEvidence } from '../decay.js'
import { interests } from '../interests.js'
import type { Profile } from '../profile.js'
import { constrainedClusters } from './constrained-clusters.js'

/**
 * What the person changed about their tastes. A taste is named by any item in it, so that an edit keeps its meaning when
 * tastes are found anew, and loses it when the item is forgotten. Later edits win over earlier ones.
 */
export type TasteEdit =
  | { readonly kind: 'rename'; readonly itemId: string; readonly name: string }
  | { readonly kind: 'mute' | 'unmute'; readonly itemId: string }
  /** `merge`: both items belong to one taste. `split`: they belong to two. */
  | { readonly kind: 'merge' | 'split'; readonly itemId: string; readonly otherItemId: string }

/** A group of items liked for what they have in common. */
export interface Taste {
  /** Its oldest item. */
  readonly id: string
  /** As the person named it. */
  readonly name?: string
  readonly muted: boolean
  /** Part of the positive evidence, in (0, 1]. */
  readonly share: number
  /** Oldest first. */
  readonly itemIds: readonly string[]
}

export interface TastesInput {
  readonly profile: Profile
  /** How alike two items are, for instance by fused similarity; undefined if one of them is not known. */
  readonly similarity: (itemId: string, otherItemId: string) => number | undefined
  readonly edits?: readonly TasteEdit[]
  /** Mean similarity below which groups are different tastes (default `TASTE_THRESHOLD`). */
  readonly threshold?: number
}

/** Centred cosines of unrelated items lie around 0. */
export const TASTE_THRESHOLD = 0.2
/** Items that are grouped: those with most weight today. */
export const MOST_TASTE_ITEMS = 200

/** The person's tastes, the strongest first. A function of profile and edits alone. */
export function tastes({ profile, similarity, edits = [], threshold = TASTE_THRESHOLD }: TastesInput): Taste[] {
  const weights = positiveWeights(profile)
  const ids = [...weights.keys()]
  const indexOf = new Map(ids.map((id, index) => [id, index]))
  const { together, apart } = pairsOf(edits, indexOf)
  const groups = constrainedClusters({
    count: ids.length,
    similarity: (a, b) => similarity(ids[a] as string, ids[b] as string) ?? 0,
    threshold,
    together,
    apart,
  })
  const total = [...weights.values()].reduce((sum, weight) => sum + weight, 0)
  const found = groups.map((members): Taste => {
    const itemIds = members.map((member) => ids[member] as string)
    const share = itemIds.reduce((sum, id) => sum + (weights.get(id) ?? 0), 0) / total
    return { id: itemIds[0] as string, itemIds, share, ...namedBy(edits, new Set(itemIds)) }
  })
  return found.sort((a, b) => b.share - a.share || (a.id < b.id ? -1 : 1))
}

/** The profile without what speaks for muted tastes: what is ranked with while they are muted. The log keeps everything. */
export function withoutMuted(profile: Profile, found: readonly Taste[]): Profile {
  const muted = new Set(found.filter((taste) => taste.muted).flatMap(({ itemIds }) => itemIds))
  return { ...profile, evidence: profile.evidence.filter(({ itemId, weight }) => weight < 0 || !muted.has(itemId)) }
}

/** The profile as if one taste were all the person had; what speaks against items stays. */
export function onlyTaste(profile: Profile, { itemIds }: Pick<Taste, 'itemIds'>): Profile {
  const own = new Set(itemIds)
  return { ...profile, evidence: profile.evidence.filter(({ itemId, weight }) => weight < 0 || own.has(itemId)) }
}

/**
 * What the items of a taste have in common in the site's own words, the most telling first; none where nothing stands out.
 * @param most at most so many words.
 */
export function describeTaste(catalogue: Catalogue, profile: Profile, taste: Taste, most = 1): string[] {
  const own = new Set(taste.itemIds)
  const evidence = profile.evidence.filter(({ itemId, weight }) => weight > 0 && own.has(itemId))
  return interests(catalogue, { ...profile, evidence }, most).map(({ value }) => value)
}

/** Weight today by item, oldest first; the weightiest items only. */
function positiveWeights(profile: Profile): Map<string, number> {
  const weights = new Map<string, number>()
  for (const { itemId, currentWeight } of weighEvidence(profile)) {
    if (currentWeight > 0) weights.set(itemId, (weights.get(itemId) ?? 0) + currentWeight)
  }
  if (weights.size <= MOST_TASTE_ITEMS) return weights
  const least = [...weights.values()].sort((a, b) => b - a)[MOST_TASTE_ITEMS - 1] ?? 0
  return new Map([...weights].filter(([, weight]) => weight >= least).slice(-MOST_TASTE_ITEMS))
}

type Pair = readonly [number, number]

function pairsOf(edits: readonly TasteEdit[], indexOf: ReadonlyMap<string, number>) {
  const last = new Map<string, { readonly kind: 'merge' | 'split'; readonly pair: Pair }>()
  for (const edit of edits) {
    if (edit.kind !== 'merge' && edit.kind !== 'split') continue
    const [a, b] = [indexOf.get(edit.itemId), indexOf.get(edit.otherItemId)]
    if (a === undefined || b === undefined || a === b) continue
    const pair: Pair = a < b ? [a, b] : [b, a]
    last.set(pair.join(' '), { kind: edit.kind, pair })
  }
  const of = (kind: 'merge' | 'split') => [...last.values()].filter((one) => one.kind === kind).map(({ pair }) => pair)
  return { together: of('merge'), apart: of('split') }
}

function namedBy(edits: readonly TasteEdit[], items: ReadonlySet<string>): Pick<Taste, 'muted' | 'name'> {
  let name: string | undefined
  let muted = false
  for (const edit of edits) {
    if (!items.has(edit.itemId)) continue
    if (edit.kind === 'rename') name = edit.name
    if (edit.kind === 'mute' || edit.kind === 'unmute') muted = edit.kind === 'mute'
  }
  return { muted, ...(name === undefined ? {} : { name }) }
}
