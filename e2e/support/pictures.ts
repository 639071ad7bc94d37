import sharp from 'sharp'

/** A PNG whose header promises `width` x `height` but which holds no such pixels: refused by its header, or never. */
export function hugePngHeader(width: number, height: number): Buffer {
  const header = Buffer.alloc(33)
  Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]).copy(header, 0)
  header.writeUInt32BE(13, 8)
  header.write('IHDR', 12, 'ascii')
  header.writeUInt32BE(width, 16)
  header.writeUInt32BE(height, 20)
  header.set([8, 2, 0, 0, 0], 24)
  return header
}

/** A real picture of 100 megapixels: one colour, so it is small as a file. */
export function hundredMegapixels(): Promise<Buffer> {
  return sharp({
    create: { width: 12_500, height: 8_000, channels: 3, background: '#336699' },
    limitInputPixels: false,
  })
    .png({ compressionLevel: 9 })
    .toBuffer()
}

export async function brokenJpeg(): Promise<Buffer> {
  const whole = await sharp({ create: { width: 64, height: 64, channels: 3, background: '#aa3322' } })
    .jpeg()
    .toBuffer()
  return whole.subarray(0, 40)
}

export function photo(svg: string): Promise<Buffer> {
  return sharp(Buffer.from(svg)).resize(640, 480).jpeg({ quality: 85 }).toBuffer()
}
