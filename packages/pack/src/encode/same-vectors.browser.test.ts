import { cosine } from '@locavore/encoders/towers'
import { expect, test, vi } from 'vitest'
import { encoderAt, using, vectorOf } from '../../../encoders/testing/helpers.js'
import { DEFAULT, inNode } from '../../testing/in-node.js'

vi.setConfig({ testTimeout: 240_000 })

/** The bar that vectors of a pack are held to, beside those of a visitor. */
const SAME = 0.999
const SEEDS = [3, 8]
const PICTURES = ['plain.png', 'wide.png', 'wide.jpg', 'wide.webp', 'card.svg']
const SOUNDS = ['sound.wav', 'music.wav']

const fetched = async (what: string, seed: number) => (await fetch(`/packed/${what}/${seed}`)).blob()
const wordsOf = async (seed: number): Promise<Readonly<Record<string, string>>> =>
  JSON.parse(await (await fetched('words', seed)).text())

type Lowest = Readonly<Record<string, number>>

/** The least cosine between what Node makes with a variant and what this browser makes on a device, of each kind. */
async function lowest(variant: string, device: 'wasm' | 'webgpu', seeds: readonly number[]): Promise<Lowest> {
  const found: Record<string, number> = {}
  const note = (what: string, one: ArrayLike<number>, other: ArrayLike<number> | undefined) => {
    found[what] = Math.min(found[what] ?? 1, cosine(one, other ?? []))
  }
  await using(encoderAt('assets', { devices: [device] }), async (encoder) => {
    for (const seed of seeds) {
      for (const [language, text] of Object.entries(await wordsOf(seed))) {
        const [result] = await encoder.encode([{ modality: 'text', text }])
        note(language, vectorOf(result), await inNode('text', text, variant))
      }
      for (const what of PICTURES) {
        const image = await fetched(what, seed)
        const [result] = await encoder.encode([{ modality: 'image', image }])
        note(what, vectorOf(result), await inNode('picture', image, variant))
      }
      for (const what of SOUNDS) {
        const audio = await fetched(what, seed)
        const [result] = await encoder.encode([{ modality: 'audio', audio }])
        note(what, vectorOf(result), await inNode('sound', audio, variant))
      }
    }
  })
  console.log(`vectors of Node (${variant}) and of this browser (${device}): ${JSON.stringify(found)}`)
  return found
}

function checkAll({ 'card.svg': drawn = 0, ...others }: Lowest, leastDrawn: number): void {
  expect(Object.keys(others)).toHaveLength(12 + PICTURES.length - 1 + SOUNDS.length)
  for (const [what, likeness] of Object.entries(others)) expect(likeness, what).toBeGreaterThan(SAME)
  // Edges of drawings are softened in another way, and how much that is depends on the drawing.
  expect(drawn).toBeGreaterThan(leastDrawn)
}

test('a pack has the vectors that a browser makes: words in every language, pictures, sounds', async () => {
  checkAll(await lowest(DEFAULT, 'wasm', SEEDS), 0.998)
})

test('and the variant of browsers with WebGPU has those of a browser with WebGPU', async ({ skip }) => {
  if (!(await navigator.gpu?.requestAdapter())) return skip('no WebGPU in this browser')
  checkAll(await lowest('fp16', 'webgpu', SEEDS.slice(0, 1)), 0.998)
})

test('either is near to the other', async () => {
  const { 'card.svg': drawn = 0, ...others } = await lowest('fp16', 'wasm', SEEDS.slice(0, 1))
  // What whole numbers cost, which is for the weights to say.
  expect(Math.min(...Object.values(others))).toBeGreaterThan(0.997)
  expect(drawn).toBeGreaterThan(0.995)
})
