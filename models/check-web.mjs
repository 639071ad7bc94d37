// Runs the shipped files in onnxruntime-web (WebAssembly) and the web tokenizer, and compares with the golden vectors.
// node check-web.mjs [model folder]
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { resolve } from 'node:path'

const fromEncoders = createRequire(new URL('../packages/encoders/package.json', import.meta.url))
const { Tokenizer } = fromEncoders('@huggingface/tokenizers')
const ort = fromEncoders('onnxruntime-web')
ort.env.wasm.numThreads = 1

const folder = resolve(process.argv[2] ?? new URL('../packages/nano/model', import.meta.url).pathname)
const read = (name) => readFileSync(`${folder}/${name}`)
const readJson = (name) => JSON.parse(read(name).toString('utf8'))
const manifest = readJson('manifest.json')
const golden = readJson('golden.json')
const { text: textTower, image: imageTower } = manifest.towers

function cosine(a, b) {
  let dot = 0
  for (let i = 0; i < a.length; i++) dot += a[i] * b[i]
  return dot / (Math.hypot(...a) * Math.hypot(...b))
}

function checkTokens() {
  const tokenizer = new Tokenizer(readJson('tokenizer.json'), readJson('tokenizer_config.json'))
  for (const { input, ids } of golden.text) {
    const found = Array.from(tokenizer.encode(input).ids)
    if (found.join() !== ids.join()) throw new Error(`"${input}" became ${found}, expected ${ids}`)
  }
  for (const odd of ['', ' ', '😀🏳️‍🌈\u0000\ud800', 'ﬁ ① カタカナ العربية', '雨'.repeat(500)]) tokenizer.encode(odd)
}

function pixelsOf({ width, height, rgb }) {
  const bytes = Buffer.from(rgb, 'base64')
  const plane = width * height
  const values = new Float32Array(3 * plane)
  for (let channel = 0; channel < 3; channel++) {
    for (let i = 0; i < plane; i++) {
      const scaled = bytes[i * 3 + channel] / 255
      values[channel * plane + i] = (scaled - imageTower.mean[channel]) / imageTower.std[channel]
    }
  }
  return { [imageTower.input]: new ort.Tensor('float32', values, [1, 3, height, width]) }
}

function wordsOf({ ids }) {
  const shape = [1, ids.length]
  return {
    [textTower.inputs.ids]: new ort.Tensor('int64', BigInt64Array.from(ids, BigInt), shape),
    [textTower.inputs.mask]: new ort.Tensor('int64', new BigInt64Array(ids.length).fill(1n), shape),
  }
}

async function fastest(run) {
  let best = Number.POSITIVE_INFINITY
  for (let i = 0; i < 20; i++) {
    const started = performance.now()
    await run()
    best = Math.min(best, performance.now() - started)
  }
  return best
}

async function checkTower(tower, variant, inputs, expected) {
  const session = await ort.InferenceSession.create(read(tower.files[variant]), { executionProviders: ['wasm'] })
  let lowest = 1
  for (const [index, feeds] of inputs.entries()) {
    const found = await session.run(feeds)
    lowest = Math.min(lowest, cosine(found[tower.output].data, expected[index]))
  }
  const milliseconds = await fastest(() => session.run(inputs[0]))
  return { lowest, milliseconds }
}

checkTokens()
for (const { id } of manifest.variants) {
  const { text, image } = golden.outputs[id]
  const results = {
    text: await checkTower(textTower, id, golden.text.map(wordsOf), text),
    image: await checkTower(imageTower, id, golden.image.map(pixelsOf), image),
  }
  for (const [tower, { lowest, milliseconds }] of Object.entries(results)) {
    console.log(`${id} ${tower}: cosine to golden ${lowest.toFixed(5)}, ${milliseconds.toFixed(1)} ms`)
    if (lowest < 0.99) throw new Error(`${id} ${tower} does not answer as it did when it was made`)
  }
}
