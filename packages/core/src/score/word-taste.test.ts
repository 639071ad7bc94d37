import { describe, expect, it } from 'vitest'
import { recommend } from '../pipeline/rank.js'
import { replay } from '../profile/profile.js'
import { SimilarityCache } from '../similarity/similarity-cache.js'
import { createWorld, logOf } from '../testing/worlds.js'
import type { InteractionInput } from '../types.js'

const world = createWorld({ items: 240, tastes: 12, seed: 2 })
const { catalogue, idsOf, tasteOf } = world
const similarities = new SimilarityCache(catalogue)

/** The embedding an encoder would give words that mean a taste: the mean of its items' words. */
function meaning(taste: number) {
  const rows = idsOf(taste).flatMap((id) => {
    const row = catalogue.modality('text')?.matrix.row(catalogue.require(id))
    return row === undefined ? [] : [Array.from(row.codes, (code) => code * row.scale)]
  })
  const vector = Array.from(rows[0] ?? [], (_, d) => rows.reduce((sum, row) => sum + (row[d] ?? 0), 0))
  return [{ modality: 'text' as const, vector }]
}
const wordEmbeddings = new Map([3, 5].map((taste) => [`taste ${taste}`, meaning(taste)]))

function shareOf(taste: number, ...inputs: InteractionInput[]): number {
  const profile = replay(logOf(...inputs))
  const list = recommend({ catalogue, similarities, profile, wordEmbeddings }, { diversity: 0 }).take(60)
  return list.filter(({ item }) => tasteOf(item.id) === taste).length / list.length
}

const likes = idsOf(1)
  .slice(0, 3)
  .map((itemId) => ({ type: 'like', itemId }) as const)

describe('words', () => {
  it('that were searched for bring what they mean into the next list', () => {
    const before = shareOf(3, ...likes)
    expect(shareOf(3, ...likes, { type: 'search', query: 'taste 3' })).toBeGreaterThan(before)
  })

  it('steer towards and away, and are undone by forgetting them', () => {
    const liked = idsOf(5)
      .slice(0, 1)
      .map((itemId) => ({ type: 'like', itemId }) as const)
    const before = shareOf(5, ...liked)
    const steer = (value: number) => ({ type: 'steer', query: 'taste 5', value }) as const
    expect(shareOf(5, ...likes, steer(1))).toBeGreaterThan(shareOf(5, ...likes))
    expect(shareOf(5, ...liked, steer(-1))).toBeLessThan(before)
    expect(shareOf(5, ...liked, steer(0))).toBe(before)
  })

  it('weigh less the more is liked after them, and nothing without embeddings', () => {
    const later = idsOf(1)
      .slice(3, 16)
      .map((itemId) => ({ type: 'like', itemId }) as const)
    const steer = { type: 'steer', query: 'taste 3', value: 0.3 } as const
    expect(shareOf(3, ...likes, steer, ...later)).toBeLessThanOrEqual(shareOf(3, ...likes, ...later, steer))
    const profile = replay(logOf(...likes, steer))
    const without = recommend({ catalogue, similarities, profile }, { diversity: 0 }).take(20)
    const bare = recommend({ catalogue, similarities, profile: replay(logOf(...likes)) }, { diversity: 0 }).take(20)
    expect(without.map(({ item }) => item.id)).toEqual(bare.map(({ item }) => item.id))
  })

  it('about an item ask for what is like it and like the words', () => {
    const [first = ''] = idsOf(7)
    const but = { type: 'steer', itemId: first, query: 'taste 3', value: 1 } as const
    expect(shareOf(3, ...likes, but)).toBeGreaterThan(shareOf(3, ...likes))
    expect(shareOf(7, ...likes, but)).toBeGreaterThan(shareOf(7, ...likes))
    const alone = { type: 'steer', query: 'taste 3', value: 1 } as const
    expect(shareOf(7, ...likes, but)).toBeGreaterThan(shareOf(7, ...likes, alone))
    expect(shareOf(3, ...likes, { ...but, itemId: 'gone' })).toBe(shareOf(3, ...likes))
  })

  it('on an item alone make what is like it more or less likely, without hiding or choosing it', () => {
    const [first = ''] = idsOf(7)
    const more = shareOf(7, ...likes, { type: 'steer', itemId: first, value: 1 })
    expect(more).toBeGreaterThan(shareOf(7, ...likes))
    expect(shareOf(7, ...likes, { type: 'steer', itemId: first, value: -1 })).toBeLessThanOrEqual(shareOf(7, ...likes))
  })
})
