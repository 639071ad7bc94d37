import type { ModelManifest, PictureSource } from '@locavore/encoders'
import { createEncoderFactory } from '@locavore/encoders'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  blank,
  codeOf,
  cosine,
  encoderAt,
  MANIFEST,
  MANIFEST_HASH,
  paint,
  using,
  vectorOf,
} from '../../testing/helpers.js'

let encoder: ReturnType<typeof encoderAt>
beforeAll(() => {
  encoder = encoderAt('assets')
})
afterAll(() => encoder.close())

const encode = async (...images: PictureSource[]) =>
  encoder.encode(images.map((image) => ({ modality: 'image', image }) as const))
const jpegOf = (canvas: OffscreenCanvas) => canvas.convertToBlob({ type: 'image/jpeg', quality: 0.95 })

/** Draws `base` as a camera with this EXIF orientation would have stored it. */
function storedAs(orientation: number, base: OffscreenCanvas): OffscreenCanvas {
  const { width: w, height: h } = base
  const turned = orientation >= 5
  const { canvas, context } = blank(turned ? h : w, turned ? w : h)
  const transforms: Record<number, [number, number, number, number, number, number]> = {
    1: [1, 0, 0, 1, 0, 0],
    2: [-1, 0, 0, 1, w, 0],
    3: [-1, 0, 0, -1, w, h],
    4: [1, 0, 0, -1, 0, h],
    5: [0, 1, 1, 0, 0, 0],
    6: [0, -1, 1, 0, 0, w],
    7: [0, -1, -1, 0, h, w],
    8: [0, 1, -1, 0, h, 0],
  }
  context.setTransform(...(transforms[orientation] ?? [1, 0, 0, 1, 0, 0]))
  context.drawImage(base, 0, 0)
  return canvas
}

/** Puts an EXIF segment with one entry, the orientation, behind the start of a JPEG. */
async function withExif(jpeg: Blob, orientation: number): Promise<Blob> {
  const exif = [
    0x45,
    0x78,
    0x69,
    0x66,
    0,
    0,
    0x4d,
    0x4d,
    0,
    42,
    0,
    0,
    0,
    8,
    0,
    1,
    1,
    0x12,
    0,
    3,
    0,
    0,
    0,
    1,
    0,
    orientation,
    0,
    0,
    0,
    0,
    0,
    0,
  ]
  const bytes = new Uint8Array(await jpeg.arrayBuffer())
  const segment = new Uint8Array([0xff, 0xe1, 0, exif.length + 2, ...exif])
  return new Blob([bytes.subarray(0, 2), segment, bytes.subarray(2)], { type: 'image/jpeg' })
}

test('all eight EXIF orientations of a photo give the same vector', async () => {
  const base = paint(320, 200)
  const photos = await Promise.all(
    [1, 2, 3, 4, 5, 6, 7, 8].map(async (orientation) =>
      withExif(await jpegOf(storedAs(orientation, base)), orientation),
    ),
  )
  const unmarked = await jpegOf(storedAs(6, base))
  const [upright, ...others] = (await encode(...photos, unmarked)).map(vectorOf)
  const cosines = others.map((vector) => cosine(vector, upright ?? []))
  expect(Math.min(...cosines.slice(0, 7))).toBeGreaterThan(0.99)
  // The control: without the mark the turned photo is another picture.
  expect(cosines[7]).toBeLessThan(Math.min(...cosines.slice(0, 7)))
})

describe('every form of a picture gives the same vector', () => {
  test('blob, bitmap, pixels, element, canvas, address', async () => {
    const canvas = paint()
    const png = await canvas.convertToBlob({ type: 'image/png' })
    const address = URL.createObjectURL(png)
    const element = new Image()
    element.src = address
    await element.decode()
    const page = document.createElement('canvas')
    page.width = canvas.width
    page.height = canvas.height
    page.getContext('2d')?.drawImage(canvas, 0, 0)
    const bitmap = await createImageBitmap(canvas)
    const data = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height) as ImageData
    const dataUrl = page.toDataURL('image/png')
    const forms: PictureSource[] = [png, bitmap, data, element, page, canvas, address, new URL(address), dataUrl]
    const [first, ...rest] = (await encode(...forms)).map(vectorOf)
    for (const vector of rest) expect(cosine(vector, first ?? [])).toBeGreaterThan(0.999)
    expect(bitmap.width).toBe(canvas.width)
    URL.revokeObjectURL(address)
  })

  test('a drawing, with and without its type, like the pixels it shows', async () => {
    const svg = `<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 320 200" width="320" height="200">
      <script>fetch('/planted-by-drawing')</script><rect width="320" height="200" fill="#1b2a6b"/>
      <circle cx="250" cy="50" r="30" fill="#fff3c4"/></svg>`
    const { canvas, context } = blank(320, 200)
    context.fillStyle = '#1b2a6b'
    context.fillRect(0, 0, 320, 200)
    context.fillStyle = '#fff3c4'
    context.beginPath()
    context.arc(250, 50, 30, 0, 7)
    context.fill()
    const dataUrl = `data:image/svg+xml,${encodeURIComponent(svg)}`
    const forms = [canvas, new Blob([svg], { type: 'image/svg+xml' }), new Blob([svg]), dataUrl]
    const [pixels, ...drawn] = (await encode(...forms)).map(vectorOf)
    for (const vector of drawn) expect(cosine(vector, pixels ?? [])).toBeGreaterThan(0.99)
    expect(performance.getEntriesByType('resource').some(({ name }) => name.includes('planted'))).toBe(false)
  })
})

test('drawings by address are encoded, and every request is on the record', async () => {
  await using(encoderAt('assets'), async (own) => {
    const addresses = ['/pictures/drawing.svg', '/pictures/drawing', new URL('/pictures/drawing.svg?2', location.href)]
    const results = await own.encode(addresses.map((image) => ({ modality: 'image', image })))
    const [first, ...rest] = results.map(vectorOf)
    for (const vector of rest) expect(cosine(vector, first ?? [])).toBeGreaterThan(0.999)
    const media = own.report().requests.filter(({ purpose }) => purpose === 'media')
    const asked = new Set(media.map(({ url }) => new URL(url).pathname + new URL(url).search))
    expect(asked).toEqual(new Set(['/pictures/drawing.svg', '/pictures/drawing', '/pictures/drawing.svg?2']))
    expect(media.some(({ bytes }) => bytes > 0)).toBe(true)
  })
})

test('a model that covers sees the middle, and the sides do not matter', async () => {
  const { image } = MANIFEST.towers
  const manifest = { ...MANIFEST, towers: { ...MANIFEST.towers, image: { ...image, fit: 'cover' } } } as ModelManifest
  const assets = new URL('/assets/', location.href)
  const covering = createEncoderFactory({ manifest, manifestHash: MANIFEST_HASH }).create({ assets, devices: ['wasm'] })
  await using(covering, async (own) => {
    const middle = paint(200, 200)
    const framed = blank(500, 200)
    framed.context.fillStyle = '#ff00ff'
    framed.context.fillRect(0, 0, 500, 200)
    framed.context.drawImage(middle, 150, 0)
    const png = await framed.canvas.convertToBlob({ type: 'image/png' })
    const results = await own.encode(
      [middle, png, framed.canvas].map((picture) => ({ modality: 'image', image: picture })),
    )
    const [alone, ...cut] = results.map(vectorOf)
    for (const vector of cut) expect(cosine(vector, alone ?? [])).toBeGreaterThan(0.995)
  })
})

test('a canvas that shows foreign content gives its code', async () => {
  const foreign = `<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><foreignObject width="9" height="9">
    <p xmlns="http://www.w3.org/1999/xhtml">x</p></foreignObject></svg>`
  const element = new Image()
  element.src = URL.createObjectURL(new Blob([foreign], { type: 'image/svg+xml' }))
  await element.decode()
  const { canvas, context } = blank(9, 9)
  context.drawImage(element, 0, 0)
  expect(() => context.getImageData(0, 0, 1, 1)).toThrow()
  const [result] = await encode(canvas)
  expect(codeOf(result)).toBe('invalid-picture')
  expect(String(result?.ok === false && result.error.message)).toMatch(/another origin/)
})

test('what is transparent shows the background the model was trained on', async () => {
  const { canvas: clear, context } = blank(100, 100)
  const { canvas: onWhite, context: white } = blank(100, 100)
  const { canvas: onBlack, context: black } = blank(100, 100)
  white.fillStyle = 'rgb(255 255 255)'
  for (const paper of [white, black]) paper.fillRect(0, 0, 100, 100)
  for (const target of [context, white, black]) {
    target.fillStyle = '#c0392b'
    target.fillRect(20, 30, 40, 50)
  }
  const png = await clear.convertToBlob({ type: 'image/png' })
  const [transparent = [], light = [], dark = []] = (await encode(png, onWhite, onBlack)).map(vectorOf)
  // Edges of what is clear are smoothed before they meet the background: a step of 256 here and there, then int8.
  expect(cosine(transparent, light)).toBeGreaterThan(0.998)
  expect(cosine(transparent, dark)).toBeLessThan(0.9)
})

test('a photo in the four colours of print is read as what it shows', async () => {
  const print = [
    '/9j/7gAOQWRvYmUAZAAAAAAA/9sAQwAGBAUGBQQGBgUGBwcGCAoQCgoJCQoUDg8MEBcUGBgXFBYWGh0lHxobIxwWFiAsICMmJykq',
    'KRkfLTAtKDAlKCko/8AAFAgAEAAYBEMRAE0RAFkRAEsRAP/EABoAAAIDAQEAAAAAAAAAAAAAAAUIBAYHAwn/xAAjEAEAAAIKAwAA',
    'AAAAAAAAAAAACEYEBQZCQ4GChMHDRIPC/9oADgRDAE0AWQBLAAA/AGpLEVZurA4qZX3XSaOCGdNl3u9FvZDFn8fTywI0buLn5eXK',
    'CqCPS7mZn4Jpz2Xet1gPP9f0L1Bj6eUcz63i7//Z',
  ].join('')
  const { canvas, context } = blank(24, 16)
  context.fillStyle = 'rgb(200 40 30)'
  context.fillRect(0, 0, 12, 16)
  context.fillStyle = 'rgb(40 160 60)'
  context.fillRect(12, 0, 12, 8)
  context.fillStyle = 'rgb(240 230 90)'
  context.fillRect(12, 8, 12, 8)
  const negative = blank(24, 16)
  negative.context.filter = 'invert(1)'
  negative.context.drawImage(canvas, 0, 0)
  const printed = `data:image/jpeg;base64,${print}`
  const [cmyk, rgb, inverted] = (await encode(printed, canvas, negative.canvas)).map(vectorOf)
  // Inks are not lights, so the colours differ a little; read the wrong way round they would be the negative.
  expect(cosine(cmyk ?? [], rgb ?? [])).toBeGreaterThan(cosine(cmyk ?? [], inverted ?? []))
})

test('a header of 100 megapixels is refused before anything is decoded', async () => {
  const png = new Uint8Array(33)
  png.set([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52])
  new DataView(png.buffer).setUint32(16, 10_000)
  new DataView(png.buffer).setUint32(20, 10_000)
  const [result] = await encode(new Blob([png], { type: 'image/png' }))
  // A decoder would have called this file broken: it ends after its header.
  expect(codeOf(result)).toBe('picture-too-large')
})

test('limits count bytes too, and are the host’s to set', async () => {
  const small = createEncoderFactory({
    manifest: MANIFEST,
    manifestHash: MANIFEST_HASH,
    mostPictureBytes: 1000,
    mostPicturePixels: 100,
  }).create({ assets: new URL('/assets/', location.href), devices: ['wasm'] })
  const tiny = await blank(8, 8).canvas.convertToBlob()
  const results = await small.encode(
    [tiny, new Blob([tiny, new Uint8Array(2000)]), paint(20, 20)].map((image) => ({ modality: 'image', image })),
  )
  await small.close()
  expect(results.map(codeOf)).toEqual([undefined, 'picture-too-large', 'picture-too-large'])
})

test('broken, empty, foreign and unloaded pictures give their codes', async () => {
  const whole = new Uint8Array(await (await jpegOf(paint())).arrayBuffer())
  const broken = whole.slice(0, 700)
  const closed = await createImageBitmap(paint())
  closed.close()
  const results = await encode(
    new Blob([broken.subarray(0, 160)], { type: 'image/jpeg' }),
    new Blob([]),
    'https://elsewhere.example/picture.jpg',
    closed,
    new Blob(['<svg broken'], { type: 'image/svg+xml' }),
    '/no-such-picture.jpg?',
    42 as never,
  )
  expect(results.map(codeOf)).toEqual([
    'invalid-picture',
    'invalid-picture',
    'invalid-argument',
    'invalid-picture',
    'invalid-picture',
    'fetch-failed',
    'unsupported-media',
  ])
})

test('a photo that is decoded small is the picture it is', async () => {
  const large = paint(1600, 1000)
  const [reduced, whole] = await encode(await jpegOf(large), await large.convertToBlob({ type: 'image/png' }))
  expect(cosine(vectorOf(reduced), vectorOf(whole))).toBeGreaterThan(0.995)
})
