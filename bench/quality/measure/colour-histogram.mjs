import sharp from 'sharp'

const SIDE = 64
const LEVELS = 4

/** Shares of the 4 x 4 x 4 colours of a picture, as square roots: unit length, so that their dot product is a similarity. */
export async function colourHistogram(bytes) {
  const flat = sharp(bytes).flatten({ background: '#ffffff' }).resize(SIDE, SIDE, { fit: 'fill' })
  const pixels = await flat.toColourspace('srgb').raw().toBuffer()
  const counts = new Float32Array(LEVELS ** 3)
  const level = (value) => Math.floor((value * LEVELS) / 256)
  for (let at = 0; at + 2 < pixels.length; at += 3)
    counts[(level(pixels[at]) * LEVELS + level(pixels[at + 1])) * LEVELS + level(pixels[at + 2])] += 1
  return counts.map((count) => Math.sqrt(count / (SIDE * SIDE)))
}
