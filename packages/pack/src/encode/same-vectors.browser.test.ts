import { cosine } from '@locavore/encoders/towers'
import { expect, test } from 'vitest'
import { encoderAt, using, vectorOf } from '../../../encoders/testing/helpers.js'

/** The browser's variant on WebAssembly. */
const VARIANT = 'q8'
/** What a publisher's vectors are made with by default. */
const DEFAULT = 'fp16'
const SEEDS = [3, 8]

const fetched = async (what: string, seed: number) => (await fetch(`/packed/${what}/${seed}`)).blob()

type Made = Readonly<Record<'words' | 'plain.png' | 'wide.jpg' | 'card.svg' | 'sound.wav', readonly number[]>>

async function lowest(variant: string): Promise<Record<keyof Made, number>> {
  const found = { words: 1, 'plain.png': 1, 'wide.jpg': 1, 'card.svg': 1, 'sound.wav': 1 }
  await using(encoderAt('assets'), async (encoder) => {
    for (const seed of SEEDS) {
      const made: Made = JSON.parse(await (await fetched(`vectors/${variant}`, seed)).text())
      const pictures = ['plain.png', 'wide.jpg', 'card.svg'] as const
      const results = await encoder.encode([
        { modality: 'text', text: await (await fetched('words', seed)).text() },
        ...(await Promise.all(
          pictures.map(async (what) => ({ modality: 'image', image: await fetched(what, seed) }) as const),
        )),
        { modality: 'audio', audio: await fetched('sound.wav', seed) },
      ])
      for (const [index, what] of (['words', ...pictures, 'sound.wav'] as const).entries()) {
        found[what] = Math.min(found[what], cosine(vectorOf(results[index]), made[what]))
      }
    }
  })
  console.log(`Node ${variant} and the browser's ${VARIANT}: ${JSON.stringify(found)}`)
  return found
}

test('vectors of the most exact variant, which packs are made with, are those of the browser', async () => {
  const { words, 'sound.wav': sound, 'card.svg': drawn, ...pictures } = await lowest(DEFAULT)
  expect(Math.min(words, sound)).toBeGreaterThan(0.999)
  // What whole numbers cost; the pixels are the same.
  expect(Math.min(...Object.values(pictures))).toBeGreaterThan(0.998)
  // Edges of drawings are softened in another way.
  expect(drawn).toBeGreaterThan(0.997)
})

test("those of the browser's own variant too: both round whole numbers in their own way", async () => {
  const { 'card.svg': drawn, ...others } = await lowest(VARIANT)
  expect(Math.min(...Object.values(others))).toBeGreaterThan(0.997)
  expect(drawn).toBeGreaterThan(0.995)
})
