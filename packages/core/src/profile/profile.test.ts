import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createWorld, logOf } from '../testing/worlds.js'
import { INTERACTION_TYPES, type Interaction, type InteractionInput } from '../types.js'
import { currentWeights, weighEvidence } from './decay.js'
import { checkInteraction } from './interaction.js'
import { interactionWeight } from './interaction-weights.js'
import { interests } from './interests.js'
import {
  chosenItems,
  emptyProfile,
  foldInteraction,
  foldInteractions,
  itemsOfType,
  refusedItems,
  replay,
} from './profile.js'
import { profileFromBytes, profileToBytes } from './profile-bytes.js'

const anyInput: fc.Arbitrary<InteractionInput> = fc
  .record({
    type: fc.constantFrom(...INTERACTION_TYPES),
    itemId: fc.constantFrom('a', 'b', 'c', 'd\ud800', '日'),
    value: fc.double({ min: 0, max: 1, noNaN: true }),
  })
  .map(({ type, itemId, value }) => ({ type, itemId, value: type === 'dwell' ? value * 40_000 : value }))
const anyLog = fc.array(anyInput, { maxLength: 60 }).map((inputs) => logOf(...inputs))

describe('the profile', () => {
  it('is the same to the bit, folded one by one, in batches or all at once', () => {
    fc.assert(
      fc.property(anyLog, fc.nat(60), (log, cut) => {
        const whole = replay(log)
        expect(log.reduce(foldInteraction, emptyProfile())).toEqual(whole)
        const batches = foldInteractions(foldInteractions(emptyProfile(), log.slice(0, cut)), log.slice(cut))
        expect(profileToBytes(batches)).toEqual(profileToBytes(whole))
      }),
    )
  })

  it('comes back from its bytes, and goes on from there as if it had never been stored', () => {
    fc.assert(
      fc.property(anyLog, fc.nat(60), (log, cut) => {
        const stored = profileFromBytes(profileToBytes(replay(log.slice(0, cut))))
        expect(foldInteractions(stored, log.slice(cut))).toEqual(replay(log))
      }),
    )
  })

  it('keeps long logs too', () => {
    for (let length = 100; length < 160; length += 1) {
      const shown = (k: number) => ({ type: 'impression', itemId: `i${k}`, listId: `l${k}`, position: k }) as const
      const liked = (k: number) => ({ type: 'like', itemId: `i${k}` }) as const
      const profile = replay(logOf(...Array.from({ length }, (_, k) => (k % 3 ? shown(k) : liked(k)))))
      expect(profileFromBytes(profileToBytes(profile))).toEqual(profile)
    }
  })

  it('forgets: without one interaction it holds nothing of it', () => {
    fc.assert(
      fc.property(anyLog, fc.nat(), (log, at) => {
        const forgotten = log[at % Math.max(1, log.length)]
        const profile = replay(log.filter((interaction) => interaction !== forgotten))
        expect(profile.evidence.some(({ sequence }) => sequence === forgotten?.sequence)).toBe(false)
      }),
    )
  })

  it('holds the strongest of each kind, as a plain reading of the rules does', () => {
    fc.assert(
      fc.property(anyLog, (log) => {
        const { evidence } = replay(log)
        expect(evidence.map(({ sequence, weight }) => [sequence, weight])).toEqual(naiveEvidence(log))
      }),
    )
  })

  it('leaves the profile it was given alone', () => {
    const before = replay(logOf({ type: 'like', itemId: 'a' }))
    const bytes = profileToBytes(before)
    foldInteraction(before, { sequence: 2, type: 'dislike', itemId: 'a', at: 0 })
    expect(profileToBytes(before)).toEqual(bytes)
  })

  it('refuses to fold twice or out of order', () => {
    const profile = replay(logOf({ type: 'like', itemId: 'a' }))
    const again: Interaction = { sequence: 1, type: 'like', itemId: 'b', at: 0 }
    expect(() => foldInteraction(profile, again)).toThrowError(expect.objectContaining({ code: 'invalid-argument' }))
  })

  it('counts a like once, and the later one', () => {
    const profile = replay(
      logOf({ type: 'like', itemId: 'a' }, { type: 'like', itemId: 'b' }, { type: 'like', itemId: 'a' }),
    )
    expect(profile.evidence.map(({ itemId, sequence }) => [itemId, sequence])).toEqual([
      ['b', 2],
      ['a', 3],
    ])
  })

  it('lets the last opinion win', () => {
    const like = { type: 'like', itemId: 'a' } as const
    const hide = { type: 'hide', itemId: 'a' } as const
    const hidden = replay(logOf(like, hide))
    expect([[...chosenItems(hidden)], [...refusedItems(hidden)]]).toEqual([[], ['a']])
    const liked = replay(logOf(hide, like))
    expect([[...chosenItems(liked)], [...refusedItems(liked)]]).toEqual([['a'], []])
    expect(itemsOfType(liked, 'like')).toEqual(['a'])
  })

  it('counts impressions, and learns no taste from them or from searches', () => {
    const profile = replay(
      logOf({ type: 'impression', itemId: 'a' }, { type: 'impression', itemId: 'a' }, { type: 'search', query: 'x' }),
    )
    expect(profile.impressions).toEqual(new Map([['a', 2]]))
    expect(profile.evidence).toEqual([])
    expect(profile.clock).toBe(0)
    expect(profile.interactions).toBe(3)
  })

  it('refuses bytes that are cut, lengthened or of another version', () => {
    const bytes = profileToBytes(replay(logOf({ type: 'like', itemId: 'a' }, { type: 'impression', itemId: 'b' })))
    const corrupt = expect.objectContaining({ code: 'storage-corrupt' })
    for (let length = 0; length < bytes.length; length += 1) {
      expect(() => profileFromBytes(bytes.slice(0, length))).toThrowError(corrupt)
    }
    expect(() => profileFromBytes(Uint8Array.of(...bytes, 0))).toThrowError(corrupt)
    for (const at of [0, 3, 4]) {
      const other = bytes.slice()
      other[at] = (other[at] ?? 0) ^ 1
      expect(() => profileFromBytes(other)).toThrowError(corrupt)
    }
  })
})

describe('weights and decay', () => {
  it('weighs by effort', () => {
    const weigh = (type: Interaction['type'], value?: number) =>
      interactionWeight(value === undefined ? { type } : { type, value })
    expect([weigh('purchase'), weigh('save'), weigh('share'), weigh('like'), weigh('view')]).toEqual([
      2, 2, 1.5, 1, 0.1,
    ])
    expect([weigh('dwell', 2_999), weigh('dwell', 30_000), weigh('dwell', 1e9), weigh('dwell')]).toEqual([
      0, 0.5, 0.5, 0,
    ])
    expect(weigh('dwell', 15_000)).toBeCloseTo((0.5 * Math.log(16)) / Math.log(31), 12)
    expect([weigh('play', 0.5), weigh('play', 5), weigh('play')]).toEqual([0.25, 0.5, 0])
    expect([weigh('steer', 1), weigh('steer', -0.5), weigh('search')]).toEqual([1, -0.5, 0.5])
    expect([weigh('skip'), weigh('hide'), weigh('dislike'), weigh('impression')]).toEqual([-0.05, -0.25, -0.5, 0])
  })

  it('measures looking and playing against the length of the item', () => {
    const dwell = (value: number, length: number) => interactionWeight({ type: 'dwell', value, length })
    expect(dwell(60_000, 60_000)).toBe(0.5)
    expect(dwell(10_000, 10_000)).toBe(dwell(600_000, 600_000))
    expect(dwell(10_000, 600_000)).toBeLessThan(dwell(10_000, 20_000))
    const play = (value: number, length: number) => interactionWeight({ type: 'play', value, length })
    expect(play(1, 10_000)).toBe(0.25)
    expect(play(1, 3_600_000)).toBeGreaterThan(0.49)
    fc.assert(
      fc.property(
        fc.constantFrom('dwell', 'play'),
        fc.double({ min: 1, max: 1e9, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (type, length, part) => {
          const weight = interactionWeight({ type, length, value: type === 'dwell' ? part * length : part })
          expect(weight).toBeGreaterThanOrEqual(0)
          expect(weight).toBeLessThanOrEqual(0.5)
        },
      ),
    )
  })

  it('halves a like after fifty likes, and ages by what a view is worth after a view', () => {
    const likes = Array.from({ length: 51 }, (_, k) => ({ type: 'like' as const, itemId: `i${k}` }))
    const weighted = weighEvidence(replay(logOf(...likes)))
    expect(weighted[0]).toMatchObject({ age: 50, currentWeight: 0.5 })
    expect(weighted[50]).toMatchObject({ age: 0, currentWeight: 1 })
    const viewed = weighEvidence(
      replay(logOf({ type: 'like', itemId: 'a' }, { type: 'view', itemId: 'b' }, { type: 'skip', itemId: 'c' })),
    )
    expect(viewed.map(({ age }) => age)).toEqual([102 / 1024, 0, 0])
    expect(currentWeights(replay(logOf({ type: 'save', itemId: 'a' })))).toEqual(new Map([[1, 2]]))
  })
})

describe('checkInteraction', () => {
  it('copies what it knows', () => {
    const input = { type: 'dwell', itemId: 'a', value: 5, at: 7, listId: 'l', position: 3, propensity: 0.2 }
    expect(checkInteraction(input)).toEqual(input)
    expect(checkInteraction({ type: 'search', query: 'rain' })).toEqual({ type: 'search', query: 'rain' })
    const steered = { type: 'steer', query: 'rain', value: -0.5, mode: 'for the kids', context: ['hour:evening'] }
    expect(checkInteraction(steered)).toEqual(steered)
    const played = { type: 'play', itemId: 'a', value: 0.5, length: 9_000 }
    expect(checkInteraction(played)).toEqual(played)
  })

  it.each([
    ['unknown-interaction', { type: 'adore', itemId: 'a' }],
    ['unknown-interaction', {}],
    ['unknown-option', { type: 'like', itemId: 'a', user: 'me' }],
    ['invalid-argument', null],
    ['invalid-argument', { type: 'like' }],
    ['invalid-argument', { type: 'like', itemId: '' }],
    ['invalid-argument', { type: 'like', itemId: 'a', value: 1 }],
    ['invalid-argument', { type: 'like', itemId: 'a', query: 'x' }],
    ['invalid-argument', { type: 'play', itemId: 'a', value: 1.5 }],
    ['invalid-argument', { type: 'play', itemId: 'a' }],
    ['invalid-argument', { type: 'dwell', itemId: 'a', value: Number.NaN }],
    ['invalid-argument', { type: 'like', itemId: 'a', at: -1 }],
    ['invalid-argument', { type: 'like', itemId: 'a', position: -1 }],
    ['invalid-argument', { type: 'like', itemId: 'a', propensity: 0 }],
    ['invalid-argument', { type: 'like', itemId: 'a', propensity: 1.5 }],
    ['invalid-argument', { type: 'search' }],
    ['invalid-argument', { type: 'steer', value: 1 }],
    ['invalid-argument', { type: 'steer', value: 1, itemId: 'a', setting: { modality: 'text' } }],
    ['invalid-argument', { type: 'steer', value: 1, setting: { modality: 'smell' } }],
    ['invalid-argument', { type: 'steer', value: 1, setting: { modality: 'text', attribute: 'place' } }],
    ['invalid-argument', { type: 'steer', value: 1, setting: { attribute: 'place', is: Number.NaN } }],
    ['invalid-argument', { type: 'steer', value: 1, setting: {} }],
    ['unknown-option', { type: 'steer', value: 1, setting: { attribute: 'place', strength: 2 } }],
    ['invalid-argument', { type: 'steer', setting: { modality: 'text' } }],
    ['invalid-argument', { type: 'like', itemId: 'a', setting: { modality: 'text' } }],
    ['invalid-argument', { type: 'like', itemId: 'a', embedding: { spaceId: 's', scale: 1, codes: 'AQ==' } }],
    ['invalid-argument', { type: 'search', query: 'x', embedding: { spaceId: 's', scale: 0, codes: 'AQ==' } }],
    ['invalid-argument', { type: 'taste', itemId: 'a' }],
    ['invalid-argument', { type: 'taste', edit: { kind: 'mute' } }],
    ['invalid-argument', { type: 'taste', itemId: 'a', edit: { kind: 'forget' } }],
    ['invalid-argument', { type: 'taste', itemId: 'a', edit: { kind: 'rename' } }],
    ['invalid-argument', { type: 'taste', itemId: 'a', edit: { kind: 'mute', name: 'x' } }],
    ['invalid-argument', { type: 'taste', itemId: 'a', edit: { kind: 'mute', otherItemId: 'b' } }],
    ['invalid-argument', { type: 'taste', itemId: 'a', edit: { kind: 'split' } }],
    ['invalid-argument', { type: 'taste', itemId: 'a', edit: { kind: 'merge', otherItemId: 'a' } }],
    ['invalid-argument', { type: 'steer', value: 2, itemId: 'a' }],
    ['invalid-argument', { type: 'steer', itemId: 'a' }],
    ['invalid-argument', { type: 'like', itemId: 'a', length: 5 }],
    ['invalid-argument', { type: 'play', itemId: 'a', value: 1, length: 0 }],
    ['invalid-argument', { type: 'like', itemId: 'a', mode: '' }],
    ['invalid-argument', { type: 'like', itemId: 'a', context: 'hour:evening' }],
    ['invalid-argument', { type: 'like', itemId: 'a', context: ['evening'] }],
    ['invalid-argument', { type: 'like', itemId: 'a', context: ['hour:a', 'hour:a'] }],
    ['invalid-argument', { type: 'search', query: 'x'.repeat(2_001) }],
  ])('%s: %j', (code, input) => {
    expect(() => checkInteraction(input)).toThrowError(expect.objectContaining({ code }))
  })
})

describe('interests', () => {
  it('finds what the evidence favours over the catalogue, with its share and lift', () => {
    const { catalogue, idsOf } = createWorld({ items: 60, tastes: 6 })
    const profile = replay(
      logOf(
        ...idsOf(2)
          .slice(0, 4)
          .map((itemId) => ({ type: 'like' as const, itemId })),
        { type: 'like', itemId: 'gone' },
      ),
    )
    const [first] = interests(catalogue, profile)
    expect(first).toMatchObject({ attribute: 'taste', value: 't2' })
    expect(first?.share).toBeCloseTo(1, 12)
    expect(first?.lift).toBeCloseTo(6, 12)
    expect(interests(catalogue, profile).some(({ attribute }) => attribute === 'number')).toBe(false)
    expect(interests(catalogue, emptyProfile())).toEqual([])
  })
})

/** The rules, read slowly: walk the log, keep a list, scan all of it for every interaction. */
function naiveEvidence(log: readonly Interaction[]): [number, number][] {
  let kept: Interaction[] = []
  for (const next of log) {
    const weight = interactionWeight(next)
    if (next.type === 'steer') kept = kept.filter(({ type, itemId }) => type !== 'steer' || itemId !== next.itemId)
    if (weight === 0 || next.type === 'search') continue
    const same = kept.find(({ type, itemId }) => type === next.type && itemId === next.itemId)
    if (same !== undefined && Math.abs(interactionWeight(same)) > Math.abs(weight)) continue
    kept = kept.filter((older) => {
      if (older.itemId !== next.itemId) return true
      if (older.type === next.type) return false
      const speaksFor = interactionWeight(older) > 0
      if (['hide', 'dislike'].includes(next.type)) return !speaksFor
      return !(['like', 'save', 'purchase', 'share'].includes(next.type) && !speaksFor)
    })
    kept.push(next)
  }
  return kept.map((interaction) => [interaction.sequence, interactionWeight(interaction)])
}
