import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createWorld, logOf } from '../../testing/worlds.js'
import { replay } from '../profile.js'
import { constrainedClusters } from './constrained-clusters.js'
import { describeTaste, type TasteEdit, tastes, withoutMuted } from './tastes.js'

const world = createWorld({ items: 120, tastes: 6 })
const { catalogue, idsOf, tasteOf } = world
/** Alike if of one hidden taste. */
const similarity = (a: string, b: string) => (tasteOf(a) === tasteOf(b) ? 0.6 : 0)
const liked = [0, 1, 2].flatMap((taste) => idsOf(taste).slice(0, 6 - taste))
const profile = replay(logOf(...liked.map((itemId) => ({ type: 'like', itemId }) as const)))
const [first = '', second = ''] = idsOf(0)
const [other = ''] = idsOf(1)
const found = (...edits: TasteEdit[]) => tastes({ profile, similarity, edits })
const groupsOf = (...edits: TasteEdit[]) => found(...edits).map(({ itemIds }) => itemIds.length)

describe('tastes', () => {
  it('are groups of what is alike, the strongest first', () => {
    expect(groupsOf()).toEqual([6, 5, 4])
    const [strongest = expect.fail('no taste')] = found()
    expect(strongest).toMatchObject({ id: first, muted: false })
    expect(strongest.share).toBeGreaterThan(1 / 3)
    expect(describeTaste(catalogue, profile, strongest)).toEqual(['t0'])
  })

  it('are merged and split by the person, and the last word counts', () => {
    const merge = { kind: 'merge', itemId: first, otherItemId: other } as const
    const split = { kind: 'split', itemId: first, otherItemId: second } as const
    expect(groupsOf(merge)).toEqual([11, 4])
    expect(groupsOf(split).length).toBe(4)
    expect(groupsOf({ ...split, otherItemId: other }, merge)).toEqual([11, 4])
    expect(groupsOf(merge, { ...merge, kind: 'split' })).toEqual([6, 5, 4])
  })

  it('are renamed and muted by any of their items; muted ones speak no more', () => {
    const edited = found(
      { kind: 'rename', itemId: second, name: 'Mine' },
      { kind: 'mute', itemId: second },
      { kind: 'mute', itemId: other },
      { kind: 'unmute', itemId: other },
    )
    expect(edited.map(({ name, muted }) => [name, muted])).toEqual([
      ['Mine', true],
      [undefined, false],
      [undefined, false],
    ])
    const left = withoutMuted(profile, edited)
    expect(left.evidence.some(({ itemId }) => tasteOf(itemId) === 0)).toBe(false)
    expect(left.evidence.length).toBe(9)
  })

  it('lose an edit with the item it was about', () => {
    const forgotten = replay(
      logOf(...liked.filter((id) => id !== first).map((itemId) => ({ type: 'like', itemId }) as const)),
    )
    const edits = [{ kind: 'mute', itemId: first }] as const
    expect(tastes({ profile: forgotten, similarity, edits }).some(({ muted }) => muted)).toBe(false)
  })

  it('never hold together what must be apart, whatever else is asked', () => {
    const pairs = fc.array(
      fc.tuple(fc.nat(9), fc.nat(9)).filter(([a, b]) => a !== b),
      { maxLength: 6 },
    )
    fc.assert(
      fc.property(pairs, pairs, fc.integer(), (together, apart, seed) => {
        const alike = (a: number, b: number) => Math.abs(Math.sin(seed + (a + 1) * (b + 1)))
        const groups = constrainedClusters({ count: 10, similarity: alike, threshold: 0.3, together, apart })
        expect(groups.flat().sort((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
        for (const [a, b] of apart) {
          expect(groups.some((group) => group.includes(a) && group.includes(b))).toBe(false)
        }
      }),
    )
  })
})

describe('modes', () => {
  it('know nothing of each other', () => {
    const anyEvent = fc.record({
      itemId: fc.constantFrom('a', 'b', 'c'),
      mode: fc.constantFrom(undefined, 'kids', 'work'),
    })
    fc.assert(
      fc.property(fc.array(anyEvent, { maxLength: 30 }), (events) => {
        const log = logOf(
          ...events.map(({ itemId, mode }) => ({
            type: 'like' as const,
            itemId,
            ...(mode === undefined ? {} : { mode }),
          })),
        )
        for (const mode of [undefined, 'kids', 'work']) {
          const own = log.filter((interaction) => interaction.mode === mode)
          const { evidence, impressions, interactions, modes } = replay(log, mode)
          expect(evidence).toEqual(replay(own, mode).evidence)
          expect(impressions).toEqual(replay(own, mode).impressions)
          expect(interactions).toBe(log.length)
          expect(modes.get(mode ?? '')).toBe(mode === undefined || own.length === 0 ? undefined : own.length)
        }
      }),
    )
  })
})
