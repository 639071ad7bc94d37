import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ItemWeights } from '../artefacts/item-weights.js'
import { Learnt } from '../learnt/learnt.js'
import type { RankingContext } from '../pipeline/rank.js'
import { emptyProfile, replay } from '../profile/profile.js'
import { SimilarityCache } from '../similarity/similarity-cache.js'
import { createWorld, logOf } from '../testing/worlds.js'
import type { Interaction, InteractionInput, Item } from '../types.js'
import { complementary } from './complementary.js'
import { repeats } from './repeats.js'
import { again, becauseOf, recentlySeen, trending } from './shelves.js'
import { trendScores } from './trending.js'

const HOUR = 3_600_000
const DAY = 24 * HOUR

function openWorld(change: (item: Item, k: number) => Item = (item) => item, ...log: InteractionInput[]) {
  const world = createWorld({ items: 60, noise: 0.4 })
  for (const [k, item] of world.catalogue.items().entries()) {
    const index = world.catalogue.require(item.id)
    const text = world.catalogue.modality('text')?.matrix.row(index)
    world.catalogue.put(change(item, k), text === undefined ? {} : { text })
  }
  const entries = logOf(...log)
  const context: RankingContext = {
    catalogue: world.catalogue,
    similarities: new SimilarityCache(world.catalogue),
    profile: entries.length === 0 ? emptyProfile() : replay(entries),
    now: 100 * DAY,
  }
  return { ...world, context, log: entries }
}

const idsOf = (list: { take(limit: number): { item: Item }[] }, limit = 60) =>
  list.take(limit).map(({ item }) => item.id)

describe('trending', () => {
  it('is what more people like than was to be expected, and says so', () => {
    const { context } = openWorld((item, k) => ({
      ...item,
      popularity: 1_000 - k,
      likesByPeriod: k === 7 ? [5, 5, 5, 40] : k === 8 ? [90, 90, 90, 95] : [20, 20, 20, 18],
    }))
    const list = trending(context)
    expect(idsOf(list).slice(0, 2)).toEqual(['i7', 'i8'])
    const [first] = trending(context).take(1)
    expect(first?.reasons.map(({ kind }) => kind)).toEqual(['trending'])
    expect(list.explain('i7').parts).toEqual([{ name: 'trend', value: list.explain('i7').score }])
  })

  it('is empty where nothing is known of time: popularity is no trend', () => {
    expect(idsOf(trending(openWorld().context))).toEqual([])
    expect(idsOf(trending(openWorld((item) => ({ ...item, likesByPeriod: [3] })).context))).toEqual([])
  })

  it('crosses no filter and shows nothing refused', () => {
    const { context } = openWorld((item, k) => ({ ...item, likesByPeriod: [1, k] }), { type: 'hide', itemId: 'i59' })
    const ids = idsOf(trending(context, { filter: { even: false } }))
    expect(ids).not.toContain('i59')
    expect(ids[0]).toBe('i57')
  })

  it('does not move when everything is liked more, and rises with the last period alone', () => {
    const counts = fc.array(fc.array(fc.nat({ max: 50 }), { minLength: 4, maxLength: 4 }), {
      minLength: 2,
      maxLength: 8,
    })
    fc.assert(
      fc.property(counts, fc.integer({ min: 1, max: 30 }), (items, more) => {
        const before = trendScores(items)
        const raised = items.map((periods, k) =>
          k === 0 ? [...periods.slice(0, 3), (periods[3] ?? 0) + more] : periods,
        )
        expect(trendScores(raised)[0]).toBeGreaterThan((before[0] as number) - 1e-9)
        // Twice the likes everywhere in the last period: what was above what was expected stays above.
        const busy = trendScores(items.map((periods) => [...periods.slice(0, 3), 2 * (periods[3] ?? 0)]))
        busy.forEach((value, k) => {
          expect(Math.sign(Math.round(value * 1e9))).toBe(Math.sign(Math.round((before[k] as number) * 1e9)))
        })
      }),
    )
  })

  it('of counts known by hand', () => {
    // One item: what it gained is what the whole catalogue gained. Two: 9 and 1 were expected to be 5 and 5.
    expect([...trendScores([[4, 8]])]).toEqual([0])
    expect([...trendScores([[5, 9], [5, 1], undefined])]).toEqual([4 / Math.sqrt(6), -4 / Math.sqrt(6), Number.NaN])
  })
})

const at = (hours: number) => 100 * DAY - hours * HOUR

describe('buy and play again', () => {
  it('is what was played often and lately, with each time named', () => {
    const { context, log } = openWorld(
      undefined,
      { type: 'play', itemId: 'i1', value: 1, at: at(50) },
      { type: 'play', itemId: 'i2', value: 0.9, at: at(40) },
      { type: 'play', itemId: 'i2', value: 1, at: at(10) },
      { type: 'play', itemId: 'i3', value: 0.1, at: at(1) },
      { type: 'view', itemId: 'i4', at: at(1) },
    )
    const list = again(context, log)
    expect(idsOf(list)).toEqual(['i2', 'i1'])
    const { history, score, reasons, parts } = list.explain('i2')
    expect(history.flatMap(({ sequence, value }) => (value > 0 ? [sequence] : [])).sort()).toEqual([2, 3])
    expect(history.reduce((sum, { value }) => sum + value, 0)).toBeCloseTo(score, 12)
    expect(parts).toEqual([{ name: 'repeat', value: score }])
    expect(reasons[0]).toMatchObject({ kind: 'similar-to-liked', interaction: 'play', own: true })
  })

  it('waits with what is bought until it is due, by its own gap or the usual one', () => {
    const buy = (itemId: string, days: number): InteractionInput => ({
      type: 'purchase',
      itemId,
      at: 100 * DAY - days * DAY,
    })
    const { context, log } = openWorld(
      undefined,
      buy('i1', 61),
      buy('i1', 31),
      buy('i2', 31),
      buy('i3', 2),
      buy('i1', 1),
    )
    const list = again(context, log)
    // i1 comes back every 30 days and was bought yesterday; i2 has waited as long as is usual.
    expect(idsOf(list)[0]).toBe('i2')
    expect(list.explain('i3').score).toBeLessThan(list.explain('i2').score)
  })

  it('takes out what was refused since, and what is filtered; later it is worth less and more often more', () => {
    const types = fc.constantFrom('play', 'purchase', 'dislike', 'hide', 'view') as fc.Arbitrary<Interaction['type']>
    const anyLog = fc.array(fc.record({ type: types, item: fc.nat({ max: 5 }), hours: fc.nat({ max: 500 }) }), {
      maxLength: 25,
    })
    fc.assert(
      fc.property(anyLog, (events) => {
        const log = logOf(
          ...events
            .sort((a, b) => b.hours - a.hours)
            .map(({ type, item, hours }) => ({ type, itemId: `i${item}`, at: at(hours) }) as InteractionInput),
        )
        const found = repeats(log, 100 * DAY)
        for (const { itemId, strength, times } of found) {
          const last = log.findLast((entry) => entry.itemId === itemId && ['dislike', 'hide'].includes(entry.type))
          expect(times.every(({ interaction }) => interaction.sequence > (last?.sequence ?? 0))).toBe(true)
          expect(strength).toBeGreaterThan(0)
          expect(times.reduce((sum, time) => sum + time.strength, 0)).toBeCloseTo(strength, 12)
        }
        const played = repeats(log, 100 * DAY, ['play'])
        const later = repeats(log, 110 * DAY, ['play'])
        for (const { itemId, strength } of later) {
          expect(strength).toBeLessThan(played.find((one) => one.itemId === itemId)?.strength ?? 0)
        }
      }),
    )
  })
})

describe('recently seen', () => {
  it('is what was looked at, the last first and each once, liked or not', () => {
    const { context, log } = openWorld(
      undefined,
      { type: 'view', itemId: 'i1' },
      { type: 'like', itemId: 'i2' },
      { type: 'impression', itemId: 'i9' },
      { type: 'view', itemId: 'i3' },
      { type: 'view', itemId: 'i1' },
      { type: 'hide', itemId: 'i3' },
    )
    const list = recentlySeen(context, log)
    expect(idsOf(list)).toEqual(['i1', 'i2'])
    expect(list.explain('i1').reasons[0]).toMatchObject({ kind: 'similar-to-liked', own: true, interaction: 'view' })
    expect(idsOf(recentlySeen(openWorld().context, []))).toEqual([])
  })
})

describe('because you viewed', () => {
  it('is like the last thing that was dealt with, less what was chosen', () => {
    const { context, log, tasteOf } = openWorld(
      undefined,
      { type: 'like', itemId: 'i8' },
      { type: 'view', itemId: 'i2' },
      { type: 'skip', itemId: 'i5' },
    )
    const because = becauseOf(context, log)
    expect(because).toMatchObject({ itemId: 'i2', type: 'view' })
    const ids = because === undefined ? [] : idsOf(because.list, 8)
    expect(ids).not.toContain('i8')
    expect(ids.filter((id) => tasteOf(id) === 2).length).toBeGreaterThanOrEqual(5)
    expect(becauseOf(context, [])).toBeUndefined()
  })
})

describe('complementary', () => {
  /** People who like i0 like i6 (of its taste) and i1 (of another) together. */
  const learnt = new Learnt({
    ids: Array.from({ length: 60 }, (_, k) => `i${k}`),
    itemWeights: new ItemWeights({
      perItem: 3,
      ids: Int32Array.from({ length: 180 }, (_, k) => (k < 3 ? ([6, 1, 12][k] ?? 0) : 0)),
      weights: Float32Array.from({ length: 180 }, (_, k) => (k < 3 ? 0.5 : 0)),
    }),
  })

  it('goes with an item without being like it: ties of the site first, then what is liked together', () => {
    const { context } = openWorld((item, k) =>
      k === 20 ? { ...item, relations: [{ type: 'complement', itemId: 'i0' }] } : item,
    )
    const list = complementary({ ...context, learnt }, 'i0')
    const ids = idsOf(list)
    expect(ids.slice(0, 2)).toEqual(['i20', 'i1'])
    expect(new Set(ids)).toEqual(new Set(['i20', 'i1', 'i6', 'i12']))
    expect(list.explain('i20').reasons[0]).toMatchObject({ kind: 'related-by', relation: 'complement', itemId: 'i0' })
    expect(list.explain('i1').reasons[0]).toMatchObject({ kind: 'liked-together', itemId: 'i0' })
    for (const id of ids) {
      const { parts, score } = list.explain(id)
      expect(parts.reduce((sum, { value }) => sum + value, 0)).toBeCloseTo(score, 9)
    }
  })

  it('is empty where the site published neither, and knows no unknown item', () => {
    expect(idsOf(complementary(openWorld().context, 'i0'))).toEqual([])
    expect(() => complementary(openWorld().context, 'nowhere')).toThrowError(
      expect.objectContaining({ code: 'unknown-item' }),
    )
  })
})
