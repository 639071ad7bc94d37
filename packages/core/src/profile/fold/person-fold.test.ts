import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addOuterProduct } from '../../artefacts/item-factors.js'
import { randomArtefacts } from '../../testing/random-artefacts.js'
import { logOf } from '../../testing/worlds.js'
import {
  INTERACTION_TYPES,
  type Interaction,
  type InteractionInput,
  type SteerSetting,
  type TasteChange,
} from '../../types.js'
import { weighEvidence } from '../decay.js'
import { checkInteraction } from '../interaction.js'
import { foldInteractions, replay } from '../profile.js'
import { profileFromBytes, profileToBytes } from '../profile-bytes.js'
import { examination, MOST_LISTS } from './exposures.js'
import { PersonFold } from './person-fold.js'
import { MOST_WORDS } from './steering-draft.js'

const ITEMS = ['i0', 'i1', 'i2', 'i3', 'i4', 'i29', 'gone']
const { shipped } = randomArtefacts(3)
const options = {
  factors: shipped.factors,
  itemWeights: shipped.itemWeights,
  indexOf: (id: string) => (id === 'gone' ? undefined : Number(id.slice(1))),
}
const SETTINGS: readonly SteerSetting[] = [
  { modality: 'image' },
  { attribute: 'year' },
  { attribute: 'place', is: 'harbour' },
  { attribute: 'year', is: 1999 },
  { attribute: 'calm', is: false },
]
const EDITS: readonly TasteChange[] = [
  { kind: 'rename', name: 'The sea' },
  { kind: 'mute' },
  { kind: 'unmute' },
  { kind: 'merge', otherItemId: 'other' },
  { kind: 'split', otherItemId: 'i2b' },
]
const EMBEDDING = { spaceId: 'test@1', scale: 0.5, codes: 'AQID' }
const WORDS = ['rain', 'the sea', '雨']
const logs = anyLog(ITEMS)

/** Everything a person is known by, to the bit. */
function bitsOf(person: PersonFold) {
  const { matrix, right, items, evidence } = person.taste.at(person.clock)
  const bits = (values: Float64Array) => [...new BigUint64Array(values.buffer)]
  return [profileToBytes(person.profile()), bits(matrix), bits(right), bits(items), bits(Float64Array.of(evidence))]
}

const replayed = (log: readonly Interaction[]) => PersonFold.replay(log, options)

describe('a person, folded', { timeout: 60_000 }, () => {
  it('is the same to the bit event by event, in batches, from stored bytes, or replayed', () => {
    fc.assert(
      fc.property(logs, fc.nat(60), (log, cut) => {
        const stepwise = new PersonFold(options)
        for (const interaction of log) stepwise.fold(interaction)
        expect(bitsOf(stepwise)).toEqual(bitsOf(replayed(log)))
        for (const mode of [undefined, 'kids']) {
          const stored = profileFromBytes(profileToBytes(replay(log.slice(0, cut), mode)))
          const resumed = foldInteractions(stored, log.slice(cut))
          expect(resumed).toEqual(replay(log, mode))
          expect(profileToBytes(resumed)).toEqual(profileToBytes(replay(log, mode)))
        }
        expect(profileToBytes(replay(log))).toEqual(profileToBytes(stepwise.profile()))
      }),
    )
  })

  it('forgets any events in any order as if they had never been: no trace in any number', () => {
    fc.assert(
      fc.property(logs, fc.array(fc.nat(), { maxLength: 12 }), (log, order) => {
        let left = [...log]
        for (const draw of order) {
          left = left.filter((_, k) => k !== draw % Math.max(1, left.length))
          // The device keeps the gap in the numbers; a device that never met the event has none.
          const kept = replayed(left)
          const never = replayed(left.map((interaction, k) => ({ ...interaction, sequence: k + 1 })))
          expect(bitsOf(kept).slice(1)).toEqual(bitsOf(never).slice(1))
          const numbers = new Map(left.map(({ sequence }, k) => [sequence, k + 1]))
          expect(renumbered(kept.profile(), numbers)).toEqual(never.profile())
        }
      }),
    )
  })

  it('holds the sums over what still stands, as weighed today', () => {
    fc.assert(
      fc.property(logs, (log) => {
        const person = replayed(log)
        const sums = person.taste.at(person.clock)
        const expected = naiveSums(person)
        for (const name of ['matrix', 'right', 'items'] as const) {
          sums[name].forEach((value, k) => {
            expect(Math.abs(value - (expected[name][k] ?? Number.NaN))).toBeLessThan(1e-9)
          })
        }
        expect(sums.evidence).toBeCloseTo(expected.evidence, 9)
      }),
    )
  })

  it('stays finite and exact over a life of likes', () => {
    const person = new PersonFold({ ...options, halfLife: 2 })
    for (let k = 0; k < 3_000; k += 1) {
      person.fold({ sequence: k + 1, type: k % 2 ? 'like' : 'hide', itemId: `i${k % 30}`, at: 0 })
    }
    const { evidence, matrix } = person.taste.at(person.clock)
    const expected = weighEvidence(person.profile(), 2).reduce(
      (sum, { currentWeight }) => sum + Math.max(0, currentWeight),
      0,
    )
    expect(evidence).toBeCloseTo(expected, 9)
    expect(matrix.every(Number.isFinite)).toBe(true)
  })

  it('knows the generated interactions as what the door lets in', () => {
    fc.assert(
      fc.property(logs, (log) => {
        for (const { sequence, ...input } of log) expect(checkInteraction(input)).toEqual(input)
      }),
    )
  })
})

describe('lists and places', () => {
  it('attributes an interaction to the list it names, else to the one that showed its item last', () => {
    const shown = (itemId: string, listId: string, position: number) =>
      ({ type: 'impression', itemId, listId, position }) as const
    const { evidence, lists, exposures } = replay(
      logOf(
        shown('a', 'l1', 0),
        shown('b', 'l1', 2),
        shown('a', 'l2', 6),
        { type: 'like', itemId: 'a' },
        { type: 'hide', itemId: 'b' },
        { type: 'save', itemId: 'b', listId: 'l2', position: 1 },
        { type: 'like', itemId: 'c' },
      ),
    )
    expect(evidence.map(({ itemId, listId, position }) => [itemId, listId, position])).toEqual([
      ['a', 'l2', 6],
      ['b', 'l2', 1],
      ['c', undefined, undefined],
    ])
    expect(exposures.get('a')).toEqual({ looks: examination(0) + examination(6), listId: 'l2', position: 6 })
    expect(lists.get('l1')).toEqual({ shown: 2, looks: 1 + examination(2), taken: 0, gain: -0.25 })
    expect(lists.get('l2')).toEqual({ shown: 1, looks: examination(6), taken: 2, gain: 3 })
  })

  it('looks less the further down', () => {
    expect(examination(0)).toBe(1)
    expect(examination(undefined)).toBe(1)
    expect(examination(2)).toBe(0.5)
  })

  it('keeps a bounded number of lists and words', () => {
    const many = Array.from({ length: 150 }, (_, k) => [
      { type: 'impression', itemId: 'a', listId: `l${k}` } as const,
      { type: 'search', query: `words ${k}` } as const,
    ]).flat()
    const { lists, words } = replay(logOf(...many))
    expect([lists.size, [...lists.keys()].at(-1)]).toEqual([MOST_LISTS, 'l149'])
    expect([words.length, words.at(-1)?.words]).toEqual([MOST_WORDS, 'words 149'])
  })

  it('takes the last word on an item and on a setting, and 0 as never mind', () => {
    const steer = (value: number, about: object): InteractionInput => ({ type: 'steer', value, ...about })
    const harbours = { setting: { attribute: 'place', is: 'harbour' } }
    const pictures = { setting: { modality: 'image' as const } }
    const { evidence, settings, words } = replay(
      logOf(
        steer(1, { itemId: 'a' }),
        steer(-0.5, { itemId: 'a' }),
        steer(1, { itemId: 'b' }),
        steer(0, { itemId: 'b' }),
        steer(1, harbours),
        steer(0.4, harbours),
        steer(1, pictures),
        steer(0, pictures),
        steer(1, { query: 'at night' }),
        steer(1, { query: 'at night', itemId: 'a' }),
        steer(0, { query: 'at night' }),
      ),
    )
    expect(evidence.map(({ itemId, weight }) => [itemId, weight])).toEqual([['a', -0.5]])
    expect(settings).toEqual([{ sequence: 6, value: 0.4, attribute: 'place', is: 'harbour' }])
    expect(words.map(({ words: said, itemId }) => [said, itemId])).toEqual([['at night', 'a']])
  })

  it('takes the last word on the same words', () => {
    const { words, clock } = replay(
      logOf(
        { type: 'steer', query: 'rain', value: 1 },
        { type: 'search', query: 'rain' },
        { type: 'steer', query: 'rain', value: -1 },
        { type: 'steer', query: 'sun', value: 0 },
      ),
    )
    expect(words.map(({ words: said, type, weight }) => [said, type, weight])).toEqual([
      ['rain', 'search', 0.5],
      ['rain', 'steer', -1],
    ])
    expect(clock).toBe(0)
  })
})

function renumbered(profile: ReturnType<typeof replay>, numbers: ReadonlyMap<number, number>) {
  const number = <T extends { readonly sequence: number }>(entry: T): T => ({
    ...entry,
    sequence: numbers.get(entry.sequence) ?? Number.NaN,
  })
  return {
    ...profile,
    lastSequence: numbers.get(profile.lastSequence) ?? 0,
    evidence: profile.evidence.map(number),
    words: profile.words.map(number),
    settings: profile.settings.map(number),
    edits: profile.edits.map(number),
  }
}

/** The sums of the documentation, from the weighed evidence. */
function naiveSums(person: PersonFold) {
  const { factors, itemWeights } = shipped
  const matrix = new Float64Array(factors.dimensions ** 2)
  const right = new Float64Array(factors.dimensions)
  const items = new Float64Array(itemWeights.count)
  const row = new Float64Array(factors.dimensions)
  let evidence = 0
  for (const { itemId, currentWeight } of weighEvidence(person.profile())) {
    const index = options.indexOf(itemId)
    if (index === undefined) continue
    factors.read(index, row)
    addOuterProduct(matrix, row, Math.abs(currentWeight))
    row.forEach((value, d) => {
      right[d] = (right[d] ?? 0) + Math.max(0, currentWeight) * value
    })
    for (let to = 0; to < items.length; to += 1) {
      items[to] = (items[to] ?? 0) + currentWeight * itemWeights.weight(index, to)
    }
    evidence += Math.max(0, currentWeight)
  }
  return { matrix, right, items, evidence }
}

/** Interactions of every type with every optional field, on few items, so that they meet. */
function anyLog(itemIds: readonly string[], maxLength = 60): fc.Arbitrary<Interaction[]> {
  const anyInput = fc
    .record({
      type: fc.constantFrom(...INTERACTION_TYPES),
      itemId: fc.constantFrom(...itemIds),
      words: fc.option(fc.constantFrom(...WORDS)),
      part: fc.double({ min: 0, max: 1, noNaN: true }),
      length: fc.option(fc.integer({ min: 1, max: 4_000_000 })),
      listId: fc.option(fc.constantFrom('l1', 'l2', 'l3')),
      position: fc.option(fc.nat(30)),
      context: fc.subarray(['hour:evening', 'weekday:weekend', 'device:phone']),
      mode: fc.option(fc.constantFrom('kids', 'work')),
      about: fc.boolean(),
      setting: fc.option(fc.constantFrom(...SETTINGS)),
      edit: fc.constantFrom(...EDITS),
    })
    .map(toInput)
  return fc.array(anyInput, { maxLength }).map((inputs) => logOf(...inputs))
}

interface Drawn {
  readonly type: Interaction['type']
  readonly itemId: string
  readonly words: string | null
  readonly part: number
  readonly length: number | null
  readonly listId: string | null
  readonly position: number | null
  readonly context: readonly string[]
  readonly mode: string | null
  readonly about: boolean
  readonly setting: SteerSetting | null
  readonly edit: TasteChange
}

function toInput(drawn: Drawn): InteractionInput {
  const { type, part, length, listId, position, context, mode } = drawn
  const lasting = type === 'dwell' || type === 'play'
  return {
    type,
    ...subjectOf(drawn),
    ...(type === 'dwell' ? { value: part * 40_000 } : {}),
    ...(type === 'play' ? { value: part } : {}),
    ...(type === 'steer' ? { value: part < 0.2 ? 0 : 2 * part - 1 } : {}),
    ...(lasting && length !== null ? { length } : {}),
    ...(listId === null ? {} : { listId }),
    ...(position === null ? {} : { position }),
    ...(context.length === 0 ? {} : { context }),
    ...(mode === null ? {} : { mode }),
  }
}

function subjectOf({ type, itemId, words, part, about, setting, edit }: Drawn): Partial<InteractionInput> {
  if (type === 'steer' && setting !== null) return { setting }
  if (type === 'taste') return { itemId, edit }
  const wordy = type === 'search' || (type === 'steer' && words !== null)
  const encoded = part < 0.5 ? { embedding: EMBEDDING } : {}
  if (wordy) return { query: words ?? 'rain', ...encoded, ...(type === 'steer' && about ? { itemId } : {}) }
  return { itemId }
}
