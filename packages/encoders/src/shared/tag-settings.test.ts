import { expect, test } from 'vitest'
import { parseTagSettings, type TagSettings } from './tag-settings.js'

const GOOD: TagSettings = {
  format: 'locavore-tags@1',
  groups: [
    {
      id: 'weather',
      labels: [{ id: 'rain', texts: ['rain', 'steady rain'] }],
      calibration: { image: { temperature: 0.05, none: 0.2, follow: 0.5, biases: { rain: -0.01 } } },
    },
  ],
  other: { image: { temperature: 0.05, none: 0.2, follow: 0.5 } },
}

test('whole settings are read as they are', () => {
  expect(parseTagSettings(JSON.stringify(GOOD))).toEqual(GOOD)
})

test('what is no JSON, of another format, or not whole is refused', () => {
  const [group] = GOOD.groups
  const broken: readonly unknown[] = [
    { ...GOOD, format: 'locavore-tags@2' },
    { ...GOOD, groups: {} },
    { ...GOOD, groups: [{ ...group, labels: [] }] },
    { ...GOOD, groups: [{ ...group, labels: [{ id: 'rain', texts: [] }] }] },
    { ...GOOD, groups: [{ ...group, labels: [{ id: '', texts: ['rain'] }] }] },
    { ...GOOD, groups: [{ ...group, calibration: { image: { temperature: 0, none: 0, follow: 0 } } }] },
    { ...GOOD, other: { image: { temperature: 0.1, none: 0.2 } } },
    { ...GOOD, other: { image: { temperature: 0.1, none: 0.2, follow: 0, biases: { rain: 'much' } } } },
    { ...GOOD, other: { image: { temperature: 0.1, none: 0.2, follow: 0, biases: [0.1] } } },
    { ...GOOD, other: undefined },
    null,
  ]
  for (const value of broken)
    expect(() => parseTagSettings(JSON.stringify(value)), JSON.stringify(value)).toThrow(/locavore-tags@1/)
  expect(() => parseTagSettings('{')).toThrow(/locavore-tags@1/)
})
