import { CHANNELS, type Pixels } from './pixels.js'

/**
 * A picture of half the size, cut down to whole numbers: means of two pixels a side, of three (1-2-1) where a side is odd.
 * Source: `SkMipmap`.
 */
export function halve({ width, height, data }: Pixels): Pixels {
  const { offsets, weights, shift } = neighboursOf(width, height)
  const [newWidth, newHeight] = [Math.max(1, width >> 1), Math.max(1, height >> 1)]
  const out = new Uint8Array(newWidth * newHeight * CHANNELS)
  let at = 0
  for (let y = 0; y < newHeight; y += 1) {
    for (let x = 0; x < newWidth; x += 1) {
      const from = (2 * y * width + 2 * x) * CHANNELS
      for (let channel = 0; channel < CHANNELS; channel += 1) {
        let sum = 0
        for (let k = 0; k < offsets.length; k += 1) {
          sum += (weights[k] as number) * (data[from + channel + (offsets[k] as number)] as number)
        }
        out[at++] = sum >> shift
      }
    }
  }
  return { width: newWidth, height: newHeight, data: out }
}

/** Which pixels become one, from the first on, with what weights, and how far to shift their sum. */
function neighboursOf(width: number, height: number) {
  const [across, down] = [filterOf(width), filterOf(height)]
  const pairs = down.weights.flatMap((below, j) =>
    across.weights.map((beside, i) => ({ offset: (j * width + i) * CHANNELS, weight: below * beside })),
  )
  return {
    offsets: Int32Array.from(pairs, ({ offset }) => offset),
    weights: Int32Array.from(pairs, ({ weight }) => weight),
    shift: across.shift + down.shift,
  }
}

function filterOf(side: number): { readonly weights: readonly number[]; readonly shift: number } {
  if (side === 1) return { weights: [1], shift: 0 }
  return side & 1 ? { weights: [1, 2, 1], shift: 2 } : { weights: [1, 1], shift: 1 }
}
