import fc from 'fast-check'
import { expect, test } from 'vitest'
import { normaliseText, TEXT_LIMIT } from './normalise-text.js'

function attempt(text: unknown): string | undefined {
  try {
    return normaliseText(text)
  } catch (thrown) {
    expect(thrown).toMatchObject({ code: 'invalid-argument' })
    return undefined
  }
}

test('composed and decomposed letters are one text; whitespace is single spaces', () => {
  expect(normaliseText('cafe\u0301\t\n  au   lait ')).toBe('café au lait')
  expect(normaliseText('\uFEFFa\u0000b\u0007\ud800')).toBe('ab')
  expect(normaliseText('👩‍🚀 क्‍ष')).toBe('👩‍🚀 क्‍ष')
})

test('nothing left, or no string, is refused', () => {
  for (const bad of ['', ' \n\t', '\u0000\u0001', '\uFEFF', null, undefined, 7, {}])
    expect(attempt(bad)).toBeUndefined()
})

test('any string: stable under a second pass, well-formed, within the limit', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (text) => {
      const once = attempt(text)
      if (once === undefined) return
      expect(attempt(once)).toBe(once)
      expect(once).not.toMatch(/[\p{Cc}\p{Cs}]|^\s|\s$|\s\s/u)
    }),
  )
})

test('a long text is cut, never through a character', () => {
  for (const lead of ['', 'a']) {
    const cut = normaliseText(lead + '🌊'.repeat(TEXT_LIMIT))
    expect(cut.length).toBeLessThanOrEqual(TEXT_LIMIT)
    expect(cut).not.toMatch(/\p{Cs}/u)
  }
})
