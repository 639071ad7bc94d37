/** What a frame looks like at a glance: a coarse picture, and how much there is of each colour. */
export interface FrameSignature {
  /** `[GRID * GRID * 3]`, mean colours 0..1. */
  readonly tiles: Float32Array
  /** `[64]`, shares of 4 x 4 x 4 colours. */
  readonly colours: Float32Array
}

const GRID = 8
const LEVELS = 4
/** From here on two coarse pictures count as wholly different: mean distance of colours 0..1. */
const TILES_APART = 0.3

/** @param pixels RGBA of a picture of `width` x `height`, both at least 8. */
export function signatureOf(pixels: Uint8ClampedArray, width: number, height: number): FrameSignature {
  const sums = new Float32Array(GRID * GRID * 3)
  const counts = new Float32Array(GRID * GRID)
  const colours = new Float32Array(LEVELS ** 3)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = 4 * (y * width + x)
      const [red, green, blue] = [pixels[at] ?? 0, pixels[at + 1] ?? 0, pixels[at + 2] ?? 0]
      const tile = Math.floor((y * GRID) / height) * GRID + Math.floor((x * GRID) / width)
      counts[tile] = (counts[tile] ?? 0) + 1
      sums[3 * tile] = (sums[3 * tile] ?? 0) + red / 255
      sums[3 * tile + 1] = (sums[3 * tile + 1] ?? 0) + green / 255
      sums[3 * tile + 2] = (sums[3 * tile + 2] ?? 0) + blue / 255
      count(colours, red, green, blue, 1 / (width * height))
    }
  }
  return { tiles: sums.map((sum, index) => sum / Math.max(1, counts[Math.floor(index / 3)] ?? 1)), colours }
}

/** Shared out among the eight nearest levels: a colour between two would jump from one to the other with every noise. */
function count(colours: Float32Array, red: number, green: number, blue: number, share: number): void {
  const scale = (LEVELS - 1) / 255
  for (let corner = 0; corner < 8; corner++) {
    let place = 0
    let weight = share
    for (let channel = 0; channel < 3; channel++) {
      const value = (channel === 0 ? red : channel === 1 ? green : blue) * scale
      const level = Math.min(LEVELS - 2, Math.floor(value))
      const isUpper = (corner >> channel) & 1
      place = place * LEVELS + level + isUpper
      weight *= isUpper ? value - level : 1 - value + level
    }
    colours[place] = (colours[place] ?? 0) + weight
  }
}

/**
 * 0: alike, 1: nothing in common. Half of it is where colours are, half is which there are: a moving camera changes the
 * first more than the second, a cut changes both.
 */
export function difference(a: FrameSignature, b: FrameSignature): number {
  const tiles = Math.min(1, distance(a.tiles, b.tiles) / (a.tiles.length * TILES_APART))
  return Math.min(1, tiles / 2 + distance(a.colours, b.colours) / 4)
}

function distance(a: Float32Array, b: Float32Array): number {
  let sum = 0
  for (let index = 0; index < a.length; index++) sum += Math.abs((a[index] ?? 0) - (b[index] ?? 0))
  return sum
}
