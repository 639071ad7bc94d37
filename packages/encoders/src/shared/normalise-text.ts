import { LocavoreError } from '@locavore/core'

/** Longest text that is read, in UTF-16 units. What follows is cut; the model's own limit in tokens is far smaller. */
export const TEXT_LIMIT = 10_000

const WHITESPACE = /\s+/gu
// Control characters, unpaired surrogates and the byte order mark carry no words. Joiners stay: scripts and emoji need them.
const WORDLESS = /[\p{Cc}\p{Cs}\uFEFF]/gu

function cutAtCodePoint(text: string, limit: number): string {
  if (text.length <= limit) return text
  const last = text.charCodeAt(limit - 1)
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? limit - 1 : limit)
}

/**
 * The form in which every text reaches a tokenizer: NFC, whitespace as single spaces, nothing invisible, at most
 * `TEXT_LIMIT` units.
 *
 * @throws LocavoreError `invalid-argument` when it is no string or nothing is left.
 */
export function normaliseText(text: unknown): string {
  if (typeof text !== 'string') {
    throw new LocavoreError('invalid-argument', `A text must be a string; this one is of type ${typeof text}.`)
  }
  const visible = cutAtCodePoint(text, TEXT_LIMIT).replace(WHITESPACE, ' ').replace(WORDLESS, '')
  // Only now, because what was removed may have stood between a letter and its accent, or between two spaces.
  const clean = visible.normalize('NFC').replace(WHITESPACE, ' ').trim()
  if (clean === '') {
    throw new LocavoreError('invalid-argument', 'The text is empty, or holds only whitespace and control characters.')
  }
  return clean
}
