import type { Pixels } from '../picture/pixels.js'
import type { Planes } from './y4m.js'

/** How the numbers of a film become red, green and blue. */
export interface FilmColours {
  readonly matrix: 'bt601' | 'bt709'
  /** `full`: brightness from 0 to 255; `limited`: from 16 to 235. */
  readonly range: 'full' | 'limited'
}

/**
 * What a file itself says of its colours, and what Chromium takes where it says nothing. Decoders know better at times (VP8
 * is always BT.601), but it does not ask them.
 *
 * @param description what ffmpeg writes about a file
 */
export function coloursOf(description: string): FilmColours {
  const track = description
    .split('\n')
    .find((line) => /Stream #.*: Video: /.test(line) && !line.includes('attached pic'))
  const [, facts = ''] = /, \w+\(([^)]*)\), \d+x\d+/.exec(track ?? '') ?? []
  const isFull = /\bpc\b/.test(facts)
  return {
    matrix: /(^|, )(smpte170m|bt470bg|fcc)\b/.test(facts) ? 'bt601' : 'bt709',
    range: isFull ? 'full' : 'limited',
  }
}

/** In 64ths; `luma` in 2^-16 of 257 / 64, and `base` what is added. Source: libyuv, `YuvConstants`. */
interface Weights {
  readonly luma: number
  readonly base: number
  readonly vToRed: number
  readonly uToGreen: number
  readonly vToGreen: number
  readonly uToBlue: number
}

const FULL = { luma: 16_320, base: 32 }
/** Both would have more blue than 128 / 64, which is the most that fits its instructions. */
const LIMITED = { luma: 18_997, base: -1_160, uToBlue: 128 }

const WEIGHTS: Readonly<Record<`${FilmColours['matrix']} ${FilmColours['range']}`, Weights>> = {
  'bt601 limited': { ...LIMITED, vToRed: 102, uToGreen: 25, vToGreen: 52 },
  'bt709 limited': { ...LIMITED, vToRed: 115, uToGreen: 14, vToGreen: 34 },
  'bt601 full': { ...FULL, vToRed: 90, uToGreen: 22, vToGreen: 46, uToBlue: 113 },
  'bt709 full': { ...FULL, vToRed: 101, uToGreen: 12, vToGreen: 30, uToBlue: 119 },
}

/** As Chromium does, to the bit: four pixels share their colours, without a slope to their neighbours. */
export function toPixels({ width, height, data: planes }: Planes, { matrix, range }: FilmColours): Pixels {
  const weights = WEIGHTS[`${matrix} ${range}`]
  const columns = Math.ceil(width / 2)
  const [firstU, firstV] = [width * height, width * height + columns * Math.ceil(height / 2)]
  const data = new Uint8ClampedArray(width * height * 4)
  for (let y = 0, at = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1, at += 4) {
      const square = (y >> 1) * columns + (x >> 1)
      const u = (planes[firstU + square] as number) - 128
      const v = (planes[firstV + square] as number) - 128
      const grey = (((planes[at >> 2] as number) * 257 * weights.luma) >>> 16) + weights.base
      data[at] = (grey + weights.vToRed * v) >> 6
      data[at + 1] = (grey - weights.uToGreen * u - weights.vToGreen * v) >> 6
      data[at + 2] = (grey + weights.uToBlue * u) >> 6
      data[at + 3] = 255
    }
  }
  return { width, height, data }
}
