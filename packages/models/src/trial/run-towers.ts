import {
  type AudioTower,
  createFrontEnd,
  type GoldenPicture,
  goldenPixels,
  type ImageTower,
  planeLength,
  poolRows,
  type TextTower,
  writePlanes,
  writeTextRows,
} from '@locavore/encoders/towers'
import { decodeSamples } from './golden-inputs.js'
import type { OpenTower } from './open-session.js'

/** One text at a time, so that no answer depends on what stood beside it. @returns `[texts][dimensions]` */
export async function runTexts(
  open: OpenTower,
  tower: Omit<TextTower, 'files'>,
  texts: readonly (readonly number[])[],
): Promise<Float32Array[]> {
  const vectors: Float32Array[] = []
  for (const ids of texts) {
    const { rows, tokens, inputs } = writeTextRows(tower, [ids])
    const feeds = Object.entries(inputs).map(([name, values]) => [name, { values, shape: [rows, tokens] }] as const)
    const answer = await open.run(Object.fromEntries(feeds), tower.output)
    vectors.push(tower.pooling === undefined ? answer : poolRows(answer, [ids.length], tokens, tower.pooling))
  }
  return vectors
}

/** @returns `[pictures][dimensions]` */
export async function runPictures(
  open: OpenTower,
  tower: Omit<ImageTower, 'files'>,
  pictures: readonly GoldenPicture[],
): Promise<Float32Array[]> {
  const vectors: Float32Array[] = []
  for (const picture of pictures) {
    const values = new Float32Array(planeLength(tower))
    writePlanes(goldenPixels(picture, Buffer.from(picture.rgb, 'base64'), tower), 3, tower, values, 0)
    const shape = [1, 3, tower.height, tower.width]
    vectors.push(await open.run({ [tower.input]: { values, shape } }, tower.output))
  }
  return vectors
}

/** @returns `[sounds][dimensions]` */
export async function runSounds(
  open: OpenTower,
  tower: Omit<AudioTower, 'files'>,
  sounds: readonly { readonly samples: string }[],
): Promise<Float32Array[]> {
  const frontEnd = createFrontEnd(tower)
  const vectors: Float32Array[] = []
  for (const { samples } of sounds) {
    const { frames, mel } = frontEnd(decodeSamples(samples))
    const shape = [1, 1, frames, tower.features.melBands]
    vectors.push(await open.run({ [tower.input]: { values: mel, shape } }, tower.output))
  }
  return vectors
}
