/** The few helpers of spelling and grammar that several languages share. */

/** Upper-cases the first letter; scripts without case stay as they are. */
export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

export const lower = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1)

const HANGUL_FIRST = 0xac00
const HANGUL_LAST = 0xd7a3

/** The Korean particle that fits the last syllable: `closed` follows a consonant (우산 + 을), `open` a vowel (등대 + 를). */
export function withParticle(text: string, closed: string, open: string): string {
  const code = text.charCodeAt(text.length - 1)
  const ends = code >= HANGUL_FIRST && code <= HANGUL_LAST && (code - HANGUL_FIRST) % 28 !== 0
  return text + (ends ? closed : open)
}
