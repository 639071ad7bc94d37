import { expect, it } from 'vitest'
import { seriesOf } from './study.js'

it.each([
  ['Star Trek VI: The Undiscovered Country', 'star trek'],
  ['Star Trek: Generations', 'star trek'],
  ['Godfather, The', 'godfather'],
  ['Godfather: Part II, The', 'godfather'],
  ['Free Willy 2', 'free willy'],
  ['Batman Forever', 'batman forever'],
])('reads the series of %s', (title, series) => {
  expect(seriesOf(title)).toBe(series)
})
