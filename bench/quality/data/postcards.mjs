import { fileURLToPath } from 'node:url'
import { createScene, drawPicture, encodeWav, isHeldOutCombination, renderSound } from '@locavore/postcards'
import sharp from 'sharp'
import { keepFiles } from './kept-files.mjs'

export const SET_SIZE = 100
const SETS = 5
/** Training uses seeds from 1,000,000 and the demo those below 10,000, so none of these was ever seen. */
const FIRST_UNSEEN = 500_000
const FIRST_HELD_OUT = 600_000
const FIRST_OF_CALIBRATION = 550_000
const SAMPLE_RATE = 16_000

const thisFile = fileURLToPath(import.meta.url)
const generator = fileURLToPath(new URL('../../../packages/postcards/dist', import.meta.url))
const clipMaker = fileURLToPath(new URL('../../../demo/scripts/media', import.meta.url))

/** The scenes that are measured on: `unseen`, and `combinations` of place, weather and subject that training left out; `tagged` are unseen too. */
export function chooseScenes() {
  const unseen = Array.from({ length: SET_SIZE * SETS }, (_, index) => createScene(FIRST_UNSEEN + index))
  const combinations = []
  for (let seed = FIRST_HELD_OUT; combinations.length < SET_SIZE; seed += 1) {
    const scene = createScene(seed)
    if (isHeldOutCombination(scene)) combinations.push(scene)
  }
  // Errors of calibration are means of distances, which few examples make look large.
  const tagged = [
    ...unseen,
    ...Array.from({ length: unseen.length }, (_, at) => createScene(FIRST_UNSEEN + unseen.length + at)),
  ]
  return { unseen, combinations, tagged }
}

/** Scenes of a range that is neither trained on nor measured on: what a model has learnt by heart, it is too sure of. */
export function chooseCalibrationScenes(count) {
  return Array.from({ length: count }, (_, index) => createScene(FIRST_OF_CALIBRATION + index))
}

/** A picture as a page has it: a JPEG file of 640 by 480. */
export const drawJpeg = keepFiles('pictures', [generator, thisFile], (scene) =>
  sharp(Buffer.from(drawPicture(scene)))
    .resize(640, 480)
    .jpeg({ quality: 85 })
    .toBuffer(),
)

/** The sound as a WAV file, mono, 16 kHz. */
export function renderWav(scene) {
  return Buffer.from(encodeWav(renderSound(scene, { sampleRate: SAMPLE_RATE }), SAMPLE_RATE))
}

/** The clip as the demo makes it: a WebM film with the scene's own sound. Its maker is loaded only where clips are measured. */
export const makeClipFile = keepFiles('clips', [generator, clipMaker], async ({ seed }) => {
  const { makeClip } = await import(`${clipMaker}/make.mjs`)
  return (await makeClip(seed)).file
})
