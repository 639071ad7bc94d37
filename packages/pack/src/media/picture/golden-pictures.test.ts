import { readFile } from 'node:fs/promises'
import { cosine } from '@locavore/encoders/towers'
import sharp from 'sharp'
import { expect, test, vi } from 'vitest'
import { apart, GOLDEN_PICTURES } from '../../../testing/golden-pictures.js'
import { ModelEncoder } from '../../encode/model-encoder.js'
import { nanoFolder, openModel } from '../../encode/open-model.js'
import { decodePicture } from './decode-picture.js'

vi.setConfig({ testTimeout: 120_000 })

const fixture = (name: string) => readFile(new URL(`../../../fixtures/pictures/${name}`, import.meta.url))

const files = await openModel(nanoFolder(), 'q8')
const tower = files.manifest.towers.image ?? expect.unreachable('the embedded model sees')

test.each(GOLDEN_PICTURES)('%s has the pixels that Chromium gives the model', async (name) => {
  const { data } = await decodePicture(await fixture(name), tower)
  const golden = await sharp(await fixture(`${name}.seen.png`))
    .ensureAlpha()
    .raw()
    .toBuffer()
  const { most, share } = apart(data, golden)
  expect(most).toBeLessThanOrEqual(1)
  expect(share).toBeLessThan(0.001)
})

test('vectors of the files are those of what Chromium sees, by the variant that answers to the last bit', async () => {
  const encoder = new ModelEncoder(files)
  for (const name of GOLDEN_PICTURES) {
    const own = await encoder.picture(await fixture(name))
    const seen = await encoder.picture(await fixture(`${name}.seen.png`))
    // One value of 37,632 that is off by one makes 0.9999.
    expect(cosine(own, seen), name).toBeGreaterThan(0.9995)
  }
  await encoder.close()
})
