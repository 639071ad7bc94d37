/** What every model is tried on: short and long, two scripts, with capitals and signs. */
export const GOLDEN_TEXTS = [
  'a sailing boat in a quiet harbour at dusk',
  'Rainbow over the rice terraces, printed like a woodblock!',
  '雪夜里的小木屋，很安静',
  `A long way: ${'one more mile along the sea wall in the rain, and then '.repeat(4)}home.`,
] as const

interface Size {
  readonly width: number
  readonly height: number
}

/** Numbers in 0..1 without a pattern that always come out the same. */
function noise(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 48_271) % 2_147_483_647
    return state / 2_147_483_647
  }
}

/** The largest square up to 16 that tiles the picture: a visitor fetches the golden file, so it should be small. */
function repeatFor({ width, height }: Size): number {
  for (let side = 16; side > 1; side--) if (width % side === 0 && height % side === 0) return side
  return 1
}

/** Two pictures: soft colours that run across, and coloured noise. */
export function goldenPictures(size: Size): { width: number; height: number; rgb: string; repeat?: number }[] {
  const repeat = repeatFor(size)
  const [width, height] = [size.width / repeat, size.height / repeat]
  const slope = Buffer.alloc(width * height * 3)
  const grain = Buffer.alloc(width * height * 3)
  const next = noise(7)
  for (let at = 0; at < width * height; at++) {
    const [x, y] = [(at % width) / width, Math.floor(at / width) / height]
    slope.set([Math.round(255 * x), Math.round(255 * y), Math.round(200 * (1 - x) + 40 * y)], at * 3)
    grain.set([Math.floor(256 * next()), Math.floor(256 * next()), Math.floor(256 * next())], at * 3)
  }
  const more = repeat === 1 ? {} : { repeat }
  return [slope, grain].map((pixels) => ({ width, height, rgb: pixels.toString('base64'), ...more }))
}

/** A tenth of a second that glides upwards, and one of noise. 16 bits, mono. */
export function goldenSounds(sampleRate: number): { sampleRate: number; samples: string }[] {
  const length = Math.floor(sampleRate / 10)
  const next = noise(11)
  const glide = (at: number) => 0.6 * Math.sin(2 * Math.PI * (500 + 0.05 * at) * (at / sampleRate))
  const shapes = [glide, () => next() - 0.5]
  return shapes.map((shape) => {
    const samples = Buffer.alloc(length * 2)
    for (let at = 0; at < length; at++) samples.writeInt16LE(Math.round(shape(at) * 32_767), at * 2)
    return { sampleRate, samples: samples.toString('base64') }
  })
}

export function decodeSamples(base64: string): Float32Array {
  const bytes = Buffer.from(base64, 'base64')
  return Float32Array.from({ length: bytes.length >> 1 }, (_, at) => bytes.readInt16LE(at * 2) / 32_767)
}
