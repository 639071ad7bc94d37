import { describe, expect, it } from 'vitest'
import { readingTime } from './reading-time.js'

describe('the time it takes to read an item', () => {
  it.each([
    ['words', { id: 'a', text: 'one two three four '.repeat(119) }, 120_000],
    ['signs', { id: 'a', text: '雨'.repeat(300) }, 60_000],
    ['both, and marks are neither', { id: 'a', title: '雨雨雨!', text: 'rain, rain.' }, 600 + 504],
    ['a picture alone', { id: 'a', image: 'a.svg' }, 3_000],
    ['nothing', { id: 'a', audio: 'a.webm' }, undefined],
  ])('%s', (_, item, milliseconds) => {
    expect(readingTime(item)).toBe(milliseconds)
  })
})
