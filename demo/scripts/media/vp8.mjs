import sharp from 'sharp'

sharp.concurrency(1)

const QUALITY = 72

/** One drawing as a VP8 key frame: it is what stands in the `VP8 ` chunk of a lossy WebP without transparency. */
export async function encodeKeyFrame(svg, { width, height }) {
  const file = await sharp(Buffer.from(svg))
    .resize(width, height, { fit: 'fill' })
    .flatten({ background: '#ffffff' })
    .toColourspace('srgb')
    .webp({ quality: QUALITY, effort: 2 })
    .toBuffer()
  return chunkOf(file, 'VP8 ')
}

function chunkOf(riff, name) {
  for (let at = 12; at + 8 <= riff.length; ) {
    const length = riff.readUInt32LE(at + 4)
    if (riff.toString('latin1', at, at + 4) === name) return riff.subarray(at + 8, at + 8 + length)
    at += 8 + length + (length % 2)
  }
  throw new Error(`The picture has no ${name.trim()} chunk: it was not written as a lossy WebP.`)
}
