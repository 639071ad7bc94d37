import { describe, expect, it } from 'vitest'
import { rankBiasedOverlap } from '../metrics/rank-biased-overlap.js'
import { replay } from '../profile/profile.js'
import { SimilarityCache } from '../similarity/similarity-cache.js'
import { createWorld, logOf } from '../testing/worlds.js'
import type { InteractionInput } from '../types.js'
import { recommend } from './rank.js'

const { catalogue, idsOf } = createWorld({ items: 240, tastes: 12, seed: 4 })
const similarities = new SimilarityCache(catalogue)
const likes = idsOf(0)
  .slice(0, 5)
  .map((itemId): InteractionInput => ({ type: 'like', itemId }))

function listAfter(...events: InteractionInput[]): string[] {
  const profile = replay(logOf(...likes, ...events))
  return recommend({ catalogue, similarities, profile })
    .take(20)
    .map(({ item }) => item.id)
}

/** How far the list moves, as a mean over one such event on an item of each other taste. */
function moved(type: 'view' | 'like' | 'save'): number {
  const before = listAfter()
  const distances = Array.from({ length: 11 }, (_, k) => {
    const [itemId = ''] = idsOf(k + 1)
    return 1 - rankBiasedOverlap(before, listAfter({ type, itemId }))
  })
  return distances.reduce((sum, distance) => sum + distance, 0) / distances.length
}

describe('stability', () => {
  it('moves a list as much as the evidence does', { timeout: 60_000 }, () => {
    const [view, like, save] = [moved('view'), moved('like'), moved('save')]
    expect(view).toBeGreaterThan(0)
    expect(view).toBeLessThan(like / 2)
    expect(like).toBeLessThan(save)
  })

  it('gives the same list when asked again', () => {
    expect(listAfter()).toEqual(listAfter())
  })
})
