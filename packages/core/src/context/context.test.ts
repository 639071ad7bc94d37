import { describe, expect, it } from 'vitest'
import { replay } from '../profile/profile.js'
import { createRandom } from '../random.js'
import { logOf } from '../testing/worlds.js'
import { inContext } from './in-context.js'
import { timeContext } from './time-context.js'

describe('the time as circumstances', () => {
  it.each([
    ['2026-01-05T08:00:00Z', 0, ['hour:morning', 'weekday:working']],
    ['2026-01-04T23:30:00Z', 0, ['hour:night', 'weekday:weekend']],
    ['2026-01-04T23:30:00Z', 600, ['hour:morning', 'weekday:working']],
    ['2026-01-05T03:00:00Z', -300, ['hour:evening', 'weekday:weekend']],
    ['1969-12-31T12:00:00Z', 0, ['hour:midday', 'weekday:working']],
  ])('%s, %s minutes from UTC', (moment, minutes, labels) => {
    expect(timeContext(Date.parse(moment), minutes)).toEqual(labels)
  })
})

describe('a profile in context', () => {
  const similarity = (a: string, b: string) => (a[0] === b[0] ? 0.8 : 0.05)
  const like = (itemId: string, hour: string) => ({ type: 'like', itemId, context: [`hour:${hour}`] }) as const
  const weightOf = (profile: ReturnType<typeof replay>, first: string) =>
    profile.evidence.filter(({ itemId }) => itemId.startsWith(first)).reduce((sum, { weight }) => sum + weight, 0)
  const habits = Array.from({ length: 12 }, (_, k) => [like(`a${k}`, 'morning'), like(`b${k}`, 'evening')]).flat()

  it('leaves out what belongs to other circumstances, at the same total', () => {
    const profile = replay(logOf(...habits))
    const { profile: now, effects } = inContext({ profile, now: ['hour:morning'], similarity })
    expect(effects[0]?.surprise).toBeGreaterThan(4)
    expect(effects[0]?.strength).toBeGreaterThan(0.5)
    expect(weightOf(now, 'a')).toBeGreaterThan(2 * weightOf(now, 'b'))
    expect(weightOf(now, 'a') + weightOf(now, 'b')).toBeCloseTo(24, 9)
  })

  it('is the profile itself where little is known, where nothing differs, or in circumstances never met', () => {
    const random = createRandom(3)
    const mixed = replay(logOf(...habits.map(({ itemId }) => like(itemId, random() < 0.5 ? 'morning' : 'evening'))))
    const thin = replay(logOf(...habits.slice(0, 3)))
    const bare = replay(logOf(...habits.map(({ itemId }) => ({ type: 'like', itemId }) as const)))
    for (const profile of [mixed, thin, bare]) {
      expect(inContext({ profile, now: ['hour:morning'], similarity }).profile).toBe(profile)
    }
    const strange = inContext({ profile: replay(logOf(...habits)), now: ['hour:night', 'device:phone'], similarity })
    expect(strange.effects.map(({ strength }) => strength)).toEqual([0, 0])
  })

  it('is the same again', () => {
    const input = { profile: replay(logOf(...habits)), now: ['hour:morning'], similarity }
    expect(inContext(input)).toEqual(inContext(input))
  })
})
