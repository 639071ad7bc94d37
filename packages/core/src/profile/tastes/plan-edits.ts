import type { Taste, TasteEdit } from './tastes.js'

type PairEdit = Extract<TasteEdit, { readonly kind: 'merge' | 'split' }>

/**
 * What makes one taste of two. Where items of the two were kept apart before, that is taken back: what must be apart would
 * win over what must be together.
 */
export function mergeEdits(taste: Taste, other: Taste, edits: readonly TasteEdit[]): PairEdit[] {
  const [own, others] = [new Set(taste.itemIds), new Set(other.itemIds)]
  const between = standing(edits, 'split').filter(
    ({ itemId, otherItemId }) =>
      (own.has(itemId) && others.has(otherItemId)) || (own.has(otherItemId) && others.has(itemId)),
  )
  const taken = between.map((edit): PairEdit => ({ ...edit, kind: 'merge' }))
  return [...taken, { kind: 'merge', itemId: taste.id, otherItemId: other.id }]
}

/**
 * What makes two tastes of one: takes back the last merge in it, or else keeps its two least alike items apart, which the
 * others then join. Undefined for a taste of one item.
 * @param itemId an item that is to be in another taste than the one the taste is known by.
 */
export function splitEdit(
  taste: Taste,
  edits: readonly TasteEdit[],
  similarity: (itemId: string, otherItemId: string) => number | undefined,
  itemId?: string,
): PairEdit | undefined {
  const own = new Set(taste.itemIds)
  if (itemId !== undefined) {
    const other = itemId === taste.id ? taste.itemIds.find((id) => id !== itemId) : taste.id
    return own.has(itemId) && other !== undefined ? { kind: 'split', itemId: other, otherItemId: itemId } : undefined
  }
  const merged = standing(edits, 'merge').findLast((edit) => own.has(edit.itemId) && own.has(edit.otherItemId))
  if (merged !== undefined) return { ...merged, kind: 'split' }
  const pair = leastAlike(taste.itemIds, similarity)
  return pair === undefined ? undefined : { kind: 'split', itemId: pair[0], otherItemId: pair[1] }
}

/** Edits of a kind that no later one about the same two items has taken back, without what else an entry holds. */
function standing(edits: readonly TasteEdit[], kind: PairEdit['kind']): PairEdit[] {
  const last = new Map<string, PairEdit>()
  for (const edit of edits) {
    if (edit.kind !== 'merge' && edit.kind !== 'split') continue
    const { itemId, otherItemId } = edit
    const key = JSON.stringify([itemId, otherItemId].sort())
    last.delete(key)
    last.set(key, { kind: edit.kind, itemId, otherItemId })
  }
  return [...last.values()].filter((edit) => edit.kind === kind)
}

function leastAlike(
  itemIds: readonly string[],
  similarity: (itemId: string, otherItemId: string) => number | undefined,
): readonly [string, string] | undefined {
  let found: readonly [string, string] | undefined
  let least = Infinity
  itemIds.forEach((itemId, k) => {
    for (const other of itemIds.slice(k + 1)) {
      const alike = similarity(itemId, other) ?? 0
      if (alike >= least) continue
      least = alike
      found = [itemId, other]
    }
  })
  return found
}
