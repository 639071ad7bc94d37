import fc from 'fast-check'
import sharp from 'sharp'
import { describe, expect, test } from 'vitest'
import { jpegOrientation } from './sniff-jpeg.js'
import { sniffPicture } from './sniff-picture.js'

const plain = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 4, background: { r: 90, g: 40, b: 10, alpha: 0.5 } } })

const side = fc.integer({ min: 1, max: 300 })

describe('real files, made by another library', () => {
  for (const format of ['png', 'jpeg', 'gif', 'webp', 'avif'] as const) {
    test(`${format}: format and size`, async () => {
      const cases = fc.asyncProperty(side, side, async (width, height) => {
        const bytes = await plain(width, height).toFormat(format).toBuffer()
        expect(sniffPicture(bytes)).toEqual({ format, width, height })
      })
      await fc.assert(cases, { numRuns: format === 'avif' ? 4 : 20 })
    })
  }

  test('webp: lossless, and lossy without alpha', async () => {
    const lossless = await plain(37, 91).webp({ lossless: true }).toBuffer()
    expect(sniffPicture(lossless)).toEqual({ format: 'webp', width: 37, height: 91 })
    const lossy = await plain(37, 91).flatten().webp().toBuffer()
    expect(sniffPicture(lossy)).toEqual({ format: 'webp', width: 37, height: 91 })
  })

  test('jpeg: behind a long EXIF segment, progressive, and CMYK', async () => {
    const noted = await plain(40, 30)
      .jpeg({ progressive: true })
      .withExif({ IFD0: { ImageDescription: 'x'.repeat(60_000) } })
      .toBuffer()
    expect(sniffPicture(noted)).toEqual({ format: 'jpeg', width: 40, height: 30 })
    const cmyk = await plain(40, 30).flatten().toColourspace('cmyk').jpeg().toBuffer()
    expect(sniffPicture(cmyk)).toEqual({ format: 'jpeg', width: 40, height: 30 })
  })
})

test('jpeg: how the camera was held', async () => {
  const orientationOf = (bytes: Uint8Array) =>
    jpegOrientation(new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength))
  expect(orientationOf(await plain(40, 30).jpeg().toBuffer())).toBe(1)
  for (let orientation = 1; orientation <= 8; orientation += 1) {
    const held = await plain(40, 30).jpeg().withMetadata({ orientation }).toBuffer()
    expect(orientationOf(held)).toBe(orientation)
  }
  const whole = await plain(40, 30).jpeg().withMetadata({ orientation: 6 }).toBuffer()
  fc.assert(
    fc.property(fc.nat(whole.length), fc.nat(100), fc.nat(255), (length, at, value) => {
      const broken = Uint8Array.from(whole.subarray(0, length))
      broken[at] = value
      expect(orientationOf(broken)).toEqual(expect.any(Number))
    }),
  )
})

test('bmp: both headers, rows from either end', () => {
  const bmp = new DataView(new ArrayBuffer(54))
  bmp.setUint16(0, 0x424d)
  bmp.setUint32(14, 40, true)
  bmp.setInt32(18, 640, true)
  bmp.setInt32(22, -480, true)
  expect(sniffPicture(new Uint8Array(bmp.buffer))).toEqual({ format: 'bmp', width: 640, height: 480 })
  bmp.setUint32(14, 12, true)
  bmp.setUint16(18, 64, true)
  bmp.setUint16(20, 48, true)
  expect(sniffPicture(new Uint8Array(bmp.buffer))).toEqual({ format: 'bmp', width: 64, height: 48 })
})

test('svg: with declaration, mark and comment; html is none', () => {
  const bytes = (text: string) => new TextEncoder().encode(text)
  expect(sniffPicture(bytes('<svg xmlns="http://www.w3.org/2000/svg"/>'))).toEqual({ format: 'svg' })
  expect(sniffPicture(bytes('\uFEFF \n<?xml version="1.0"?><!-- a --><svg>'))).toEqual({ format: 'svg' })
  expect(sniffPicture(bytes('<!doctype html><p>words'))).toBeUndefined()
  expect(sniffPicture(bytes('words about <svg>'))).toBeUndefined()
})

test('no bytes at all can make it throw, hang, or invent a size', () => {
  const starts = [
    [0x89, 0x50, 0x4e, 0x47],
    [0xff, 0xd8],
    [0x47, 0x49, 0x46, 0x38],
    [0x42, 0x4d],
    [0x52, 0x49, 0x46, 0x46],
    [],
  ]
  fc.assert(
    fc.property(fc.constantFrom(...starts), fc.uint8Array({ maxLength: 200 }), (start, rest) => {
      const header = sniffPicture(Uint8Array.from([...start, ...rest]))
      expect(header?.width === undefined).toBe(header?.height === undefined)
    }),
    { numRuns: 2000 },
  )
})

test('a file cut anywhere gives its size or none, never another', async () => {
  for (const format of ['png', 'jpeg', 'gif', 'webp'] as const) {
    const bytes = await plain(123, 77).toFormat(format).toBuffer()
    for (let length = 0; length < Math.min(bytes.length, 700); length++) {
      const header = sniffPicture(bytes.subarray(0, length))
      if (header?.width !== undefined) expect(header).toEqual({ format, width: 123, height: 77 })
    }
  }
})
