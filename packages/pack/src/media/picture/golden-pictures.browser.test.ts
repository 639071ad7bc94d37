import { expect, test } from 'vitest'
import { server } from 'vitest/browser'
import { decodePicture, handedOver } from '../../../../encoders/src/worker/decode-picture.js'
import { MANIFEST } from '../../../../encoders/testing/helpers.js'
import { apart, GOLDEN_PICTURES } from '../../../testing/golden-pictures.js'

/** `VITE_MAKE_GOLDEN=1` writes what this browser sees into the fixtures. */
const MAKE = import.meta.env['VITE_MAKE_GOLDEN'] === '1'
/** From the root of the project. */
const FOLDER = 'packages/pack/fixtures/pictures/'
const LIMITS = { bytes: 50_000_000, pixels: 40_000_000 }

const fileOf = async (name: string) => (await fetch(`/packed/pictures/${name}`)).blob()

async function pixelsOf(bitmap: ImageBitmap): Promise<Uint8ClampedArray> {
  const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d')
  context?.drawImage(bitmap, 0, 0)
  return context?.getImageData(0, 0, bitmap.width, bitmap.height).data ?? new Uint8ClampedArray(0)
}

async function write(name: string, pixels: Uint8ClampedArray, width: number, height: number): Promise<void> {
  const canvas = new OffscreenCanvas(width, height)
  canvas.getContext('2d')?.putImageData(new ImageData(new Uint8ClampedArray(pixels), width, height), 0, 0)
  const bytes = new Uint8Array(await (await canvas.convertToBlob({ type: 'image/png' })).arrayBuffer())
  const base64 = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))
  await server.commands.writeFile(`${FOLDER}${name}`, base64, 'base64')
}

test.each(GOLDEN_PICTURES)('this browser still sees %s as the one that Node is held against', async (name) => {
  const tower = MANIFEST.towers.image
  if (tower === undefined) throw new Error('the embedded model sees')
  const file = await fileOf(name)
  const pixels = await decodePicture({ kind: 'file', file }, handedOver(file), tower, LIMITS)
  if (MAKE) await write(`${name}.seen.png`, pixels, tower.width, tower.height)
  const golden = await createImageBitmap(await fileOf(`${name}.seen.png`))
  // Another release may round differently; another filter would differ by far more.
  const { most, share } = apart(pixels, await pixelsOf(golden))
  expect(most).toBeLessThanOrEqual(2)
  expect(share).toBeLessThan(0.02)
})
