import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Tokenizer } from '@huggingface/tokenizers'
import * as ort from 'onnxruntime-web'
import sharp from 'sharp'
import { createFrontEnd } from '../../../packages/encoders/dist/shared/sound/front-end.js'
import { windowCount, windowPlan } from '../../../packages/encoders/dist/shared/sound/window-plan.js'

const BATCH = 16
/** The variant that most devices run; its vectors meet those of the others at a cosine of nearly 1. */
const VARIANT = 'q8'

ort.env.wasm.numThreads = 1
ort.env.logLevel = 'error'

const openTower = (model, tower) => ort.InferenceSession.create(readFileSync(join(model, tower.files[VARIANT])))

async function inBatches(inputs, run) {
  const vectors = []
  for (let at = 0; at < inputs.length; at += BATCH) {
    const batch = inputs.slice(at, at + BATCH)
    const data = await run(batch)
    const dimensions = data.length / batch.length
    for (let row = 0; row < batch.length; row += 1) vectors.push(data.slice(row * dimensions, (row + 1) * dimensions))
  }
  return vectors
}

/** Texts as the library prepares them: white space to single blanks, marks at both ends, the rest cut at the limit. */
export async function encodeTexts(model, { towers: { text: tower } }, texts) {
  const session = await openTower(model, tower)
  const read = (path) => JSON.parse(readFileSync(join(model, path), 'utf8'))
  const tokenizer = new Tokenizer(read(tower.tokenizer), read(tower.tokenizerConfig))
  const tokenise = createTokenise(tokenizer, tower.maxTokens)
  return inBatches(texts, async (batch) => {
    const rows = batch.map((text) => tokenise(text.replaceAll(/\s+/g, ' ').normalize('NFC').trim()))
    const width = Math.max(...rows.map((row) => row.length))
    const ids = new BigInt64Array(rows.length * width).fill(BigInt(tower.padTokenId))
    const mask = new BigInt64Array(rows.length * width)
    rows.forEach((row, index) => {
      ids.set(row.map(BigInt), index * width)
      mask.fill(1n, index * width, index * width + row.length)
    })
    const shape = [rows.length, width]
    const feeds = {
      [tower.inputs.ids]: new ort.Tensor('int64', ids, shape),
      [tower.inputs.mask]: new ort.Tensor('int64', mask, shape),
    }
    return (await session.run(feeds, [tower.output]))[tower.output].data
  })
}

function createTokenise(tokenizer, maxTokens) {
  const [start, end] = tokenizer.encode('').ids
  return (text) => {
    const { ids } = tokenizer.encode(text)
    if (ids.length <= maxTokens) return ids
    const content = tokenizer.encode(text, { add_special_tokens: false }).ids
    return [start, ...content.slice(0, maxTokens - 2), end]
  }
}

const unit = (vector) => {
  const length = Math.hypot(...vector)
  return vector.map((value) => value / length)
}

/** The direction between some vectors, each counted as its weight says. */
function meanOf(vectors, weights = vectors.map(() => 1)) {
  const sum = new Float32Array(vectors[0].length)
  vectors.forEach((vector, index) => {
    vector.forEach((value, at) => {
      sum[at] += value * weights[index]
    })
  })
  return unit(sum)
}

/** Sounds as the library cuts and hears them: the mean of their windows. `sounds` are samples of 16 bits at the tower's rate. */
export async function encodeSounds(model, { towers: { audio: tower } }, sounds) {
  const session = await openTower(model, tower)
  const frontEnd = createFrontEnd(tower)
  const plan = windowPlan(tower)
  const encodeWindow = async (samples) => {
    const { frames, mel } = frontEnd(samples)
    const feeds = { [tower.input]: new ort.Tensor('float32', mel, [1, 1, frames, tower.features.melBands]) }
    return unit((await session.run(feeds, [tower.output]))[tower.output].data)
  }
  const vectors = []
  for (const sound of sounds) {
    const samples = Float32Array.from(sound, (value) => value / 32_768)
    const windows = []
    for (let window = 0; window < windowCount(samples.length, plan); window += 1) {
      windows.push(await encodeWindow(samples.subarray(window * plan.hop, window * plan.hop + plan.length)))
    }
    vectors.push(meanOf(windows))
  }
  return vectors
}

/** How much of a clip's direction its sound gives, as the library has it. */
const SOUND_SHARE = 0.25

/** Clips as moments of their pictures and their own sound. `clips`: `{ frames, heard }`, drawings and samples. */
export async function encodeClips(model, manifest, clips) {
  const pictures = await encodePictures(
    model,
    manifest,
    clips.flatMap(({ frames }) => frames),
  )
  const sounds = await encodeSounds(
    model,
    manifest,
    clips.map(({ heard }) => heard),
  )
  let at = 0
  return clips.map(({ frames }, index) => {
    const seen = meanOf(pictures.slice(at, at + frames.length).map(unit))
    at += frames.length
    return meanOf([seen, sounds[index]], [1 - SOUND_SHARE, SOUND_SHARE])
  })
}

/** Pictures stretched to the tower's size on its background, as colour planes. */
export async function encodePictures(model, { towers: { image: tower } }, pictures) {
  const session = await openTower(model, tower)
  const area = tower.width * tower.height
  return inBatches(pictures, async (batch) => {
    const planes = new Float32Array(batch.length * 3 * area)
    for (const [row, svg] of batch.entries()) {
      const pixels = await rasterise(svg, tower)
      for (let channel = 0; channel < 3; channel += 1) {
        const start = (row * 3 + channel) * area
        for (let at = 0; at < area; at += 1) {
          planes[start + at] = (pixels[at * 3 + channel] / 255 - tower.mean[channel]) / tower.std[channel]
        }
      }
    }
    const feeds = { [tower.input]: new ort.Tensor('float32', planes, [batch.length, 3, tower.height, tower.width]) }
    return (await session.run(feeds, [tower.output]))[tower.output].data
  })
}

function rasterise(svg, { width, height, background: [r, g, b] }) {
  return sharp(Buffer.from(svg))
    .resize(width, height, { fit: 'fill' })
    .flatten({ background: { r, g, b } })
    .toColourspace('srgb')
    .raw()
    .toBuffer()
}
