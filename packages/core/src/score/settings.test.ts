import { describe, expect, it } from 'vitest'
import { recommend } from '../pipeline/rank.js'
import { replay } from '../profile/profile.js'
import { SimilarityCache } from '../similarity/similarity-cache.js'
import { createWorld, logOf } from '../testing/worlds.js'
import type { InteractionInput, Item, SteerSetting } from '../types.js'

const { catalogue, idsOf } = createWorld({ items: 240, tastes: 12, seed: 2 })
const similarities = new SimilarityCache(catalogue)
const likes = idsOf(1)
  .slice(0, 3)
  .map((itemId) => ({ type: 'like', itemId }) as const)

const listOf = (...log: InteractionInput[]) =>
  recommend({ catalogue, similarities, profile: replay(logOf(...log)) }, { diversity: 0 })
const steer = (setting: SteerSetting, value: number): InteractionInput => ({ type: 'steer', setting, value })
const meanOf = (fact: (item: Item) => number, ...log: InteractionInput[]) => {
  const entries = listOf(...likes, ...log).take(40)
  return entries.reduce((sum, { item }) => sum + fact(item), 0) / entries.length
}

describe('attribute settings', () => {
  const even = ({ attributes }: Item) => Number(attributes?.['even'])
  const tagged = ({ attributes }: Item) => Number([attributes?.['tags'] ?? []].flat().includes('a1'))
  const number = ({ attributes }: Item) => Number(attributes?.['number'])

  it('bring more or less of a value, the further the more', () => {
    const setting = { attribute: 'even', is: true }
    const shares = [-1, -0.3, 0, 0.3, 1].map((value) => meanOf(even, steer(setting, value)))
    expect(shares).toEqual([...shares].sort((a, b) => a - b))
    expect((shares[4] ?? 0) - (shares[0] ?? 0)).toBeGreaterThan(0.3)
    expect(meanOf(tagged, steer({ attribute: 'tags', is: 'a1' }, 1))).toBeGreaterThan(meanOf(tagged))
  })

  it('bring more or less of a number', () => {
    const setting = { attribute: 'number' }
    expect(meanOf(number, steer(setting, 1))).toBeGreaterThan(meanOf(number) + 10)
    expect(meanOf(number, steer(setting, -1))).toBeLessThan(meanOf(number) - 10)
  })

  it('are nothing where no item has the attribute, and are a part of every score they change', () => {
    const ids = (log: InteractionInput[]) =>
      listOf(...log)
        .take(20)
        .map(({ item }) => item.id)
    expect(ids([...likes, steer({ attribute: 'colour', is: 'red' }, 1)])).toEqual(ids([...likes]))
    const list = listOf(...likes, steer({ attribute: 'even', is: true }, 1))
    for (const { item, score, reasons } of list.take(20)) {
      const { parts } = list.explain(item.id)
      expect(parts.reduce((sum, { value }) => sum + value, 0)).toBeCloseTo(score, 9)
      const part = parts.find(({ name }) => name === 'steering')
      expect(part?.value).toBe(even(item) * 1.5)
      if (reasons.some(({ kind }) => kind === 'steered')) expect(even(item)).toBe(1)
    }
  })

  it('rule the first list of somebody nothing else is known about', () => {
    const first = listOf(steer({ attribute: 'even', is: true }, 1)).take(12)
    expect(first.every(({ item }) => even(item) === 1)).toBe(true)
  })
})

describe('media settings', () => {
  const partsOf = (...log: InteractionInput[]) => {
    const list = listOf(...likes, ...log)
    const [first] = list.take(1)
    return list.explain(first?.item.id ?? '').parts.filter(({ name }) => name === 'taste')
  }

  it('leave a medium out, or let it count more', () => {
    expect(partsOf().map(({ modality }) => modality)).toEqual(['image', 'text'])
    expect(partsOf(steer({ modality: 'image' }, -1)).map(({ modality }) => modality)).toEqual(['text'])
    const [image, text] = partsOf(steer({ modality: 'image' }, 1)).map(({ value }) => Math.abs(value))
    expect(image).toBeGreaterThan(text ?? Infinity)
  })
})

describe('what is excluded', () => {
  it('is not recommended, and everything else is as before', () => {
    const profile = replay(logOf(...likes))
    const ids = (exclude: ReadonlySet<string>) =>
      recommend({ catalogue, similarities, profile, exclude })
        .take(240)
        .map(({ item }) => item.id)
    const all = ids(new Set())
    const left = ids(new Set(all.slice(0, 3)))
    expect(left).toHaveLength(all.length - 3)
    expect(left.some((id) => all.slice(0, 3).includes(id))).toBe(false)
  })
})
