import type { Item } from '../types.js'

/** Words a minute, of scripts that part words (Brysbaert, Journal of Memory and Language 2019: 238 for prose). */
const WORDS_PER_MINUTE = 238
/** Signs a minute, of scripts that do not (Trauzettel-Klosinski and Dietz, IOVS 2012: 255 in Chinese, 357 in Japanese). */
const SIGNS_PER_MINUTE = 300
/** Milliseconds that a look at the picture takes. */
const LOOK = 3_000

const SIGN = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/gu
const WORD = /[\p{L}\p{N}]+/gu

/**
 * Milliseconds that a person takes to read an item and to look at its picture: what dwelling on it is measured against.
 * Undefined for an item with neither words nor a picture.
 */
export function readingTime({ title = '', text = '', image }: Item): number | undefined {
  const words = `${title} ${text}`
  const signs = words.match(SIGN)?.length ?? 0
  const parted = words.replace(SIGN, ' ').match(WORD)?.length ?? 0
  const minutes = parted / WORDS_PER_MINUTE + signs / SIGNS_PER_MINUTE
  const time = Math.round(60_000 * minutes) + (image === undefined ? 0 : LOOK)
  return time > 0 ? time : undefined
}
