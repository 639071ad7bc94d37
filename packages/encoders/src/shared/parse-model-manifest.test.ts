import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseModelManifest } from './parse-model-manifest.js'

const sha256 = 'ab'.repeat(32)
const file = (path: string) => ({ path, bytes: 10, sha256 })
const valid = {
  format: 'locavore-model@1',
  id: 'tiny',
  revision: '1',
  licence: 'Apache-2.0',
  space: { id: 'tiny@1', dimensions: 8, modalities: ['text'] },
  variants: [{ id: 'q8', devices: ['wasm'] }],
  towers: {
    text: {
      tokenizer: 't.json',
      tokenizerConfig: 'c.json',
      maxTokens: 64,
      padTokenId: 0,
      inputs: { ids: 'input_ids' },
      output: 'text_embeds',
      files: { q8: 'onnx/text.onnx' },
    },
  },
  golden: 'golden.json',
  files: ['t.json', 'c.json', 'onnx/text.onnx', 'golden.json'].map(file),
}

const problemOf = (value: unknown): string => {
  try {
    parseModelManifest(value)
    return ''
  } catch (thrown) {
    expect(thrown).toMatchObject({ code: 'model-invalid' })
    return String(thrown)
  }
}

test('a whole manifest is answered as it is', () => {
  expect(parseModelManifest(valid)).toBe(valid)
})

test('every missing part is named', () => {
  for (const key of Object.keys(valid).filter((key) => key !== 'licence')) {
    const { [key]: _, ...rest } = valid as Record<string, unknown>
    expect(problemOf(rest)).toContain(key)
  }
})

test('a text tower is told how texts are cut, filled up and pooled, or is refused', () => {
  const { text } = valid.towers
  const withText = (changed: object) => ({ ...valid, towers: { text: { ...text, ...changed } } })
  const whole = withText({ padTo: 64, pooling: 'mean', prefix: 'query: ', lowercase: true })
  expect(parseModelManifest(whole)).toBe(whole)
  const broken: Readonly<Record<string, readonly unknown[]>> = {
    maxTokens: [undefined, 0, 2.5, '64', 1e9],
    padTo: [63, 1e9, '64'],
    pooling: ['sum', 1, null],
    prefix: [1, null],
    lowercase: ['yes', 1],
    inputs: [undefined, null, {}, { ids: 1 }],
    output: [undefined, 1],
  }
  for (const [key, values] of Object.entries(broken))
    for (const value of values) expect(problemOf(withText({ [key]: value })), `${key} ${String(value)}`).toContain(key)
})

const audio = {
  input: 'input_features',
  output: 'audio_embeds',
  steps: { output: 'step_embeds', framesPerStep: 16 },
  features: {
    sampleRate: 16_000,
    windowLength: 400,
    hopLength: 320,
    fftLength: 512,
    melBands: 64,
    lowestHz: 125,
    highestHz: 7500,
    melScale: 'htk',
    melNorm: 'none',
    power: 1,
    log: 'ln',
    offset: 0.01,
    greatestGain: 30,
    centred: false,
  },
  window: { frames: 288, hop: 144, multiple: 16, least: 48, padding: 'silence' },
  files: { q8: 'onnx/text.onnx' },
}
const image = { input: 'i', output: 'o', width: 112, height: 112, files: { q8: 'onnx/text.onnx' } }

test('a model may have any of the towers, and any front end that fits', () => {
  const clap = {
    ...audio,
    steps: undefined,
    features: {
      ...audio.features,
      sampleRate: 48_000,
      windowLength: 1024,
      hopLength: 480,
      fftLength: 1024,
      lowestHz: 50,
      highestHz: 14_000,
      melScale: 'slaney',
      melNorm: 'slaney',
      power: 2,
      log: 'decibel',
      offset: 1e-10,
      greatestGain: 1,
      centred: true,
    },
    window: { frames: 1001, hop: 500, multiple: 1001, least: 1001, padding: 'repeat' },
  }
  for (const towers of [{ audio }, { audio: clap }, { image }, { image, audio }, { ...valid.towers, image, audio }]) {
    expect(problemOf({ ...valid, towers })).toBe('')
  }
  expect(problemOf({ ...valid, towers: {} })).toContain('text, image, audio')
  expect(problemOf({ ...valid, towers: { smell: audio } })).toContain('text, image, audio')
})

test('everything that is wrong with a front end, its windows and its parts is named', () => {
  const wrong = {
    sampleRate: [0, 1e6, '16000'],
    windowLength: [0, 513],
    hopLength: [0, 401, 1.5],
    fftLength: [500, 0],
    melBands: [0, 1000],
    highestHz: [8001, 100],
    melScale: ['mel'],
    melNorm: [undefined],
    power: [3],
    log: ['log10'],
    offset: [0, Number.NaN],
    greatestGain: [0, Infinity],
    centred: ['no'],
  }
  for (const [key, values] of Object.entries(wrong)) {
    for (const value of values) {
      const features = { ...audio.features, [key]: value }
      expect(problemOf({ ...valid, towers: { audio: { ...audio, features } } })).toContain(key)
    }
  }
  for (const [key, value] of [
    ['frames', 0],
    ['hop', 289],
    ['multiple', 17],
    ['least', 50],
    ['padding', 'none'],
  ] as const) {
    const window = { ...audio.window, [key]: value }
    expect(problemOf({ ...valid, towers: { audio: { ...audio, window } } })).toContain(key)
  }
  const steps = { output: 'step_embeds', framesPerStep: 5 }
  expect(problemOf({ ...valid, towers: { audio: { ...audio, steps } } })).toContain('framesPerStep')
  for (const part of ['input', 'output', 'features', 'window']) {
    expect(problemOf({ ...valid, towers: { audio: { ...audio, [part]: undefined } } })).toContain(part)
  }
  for (const patches of [{ rows: 7, columns: 7 }, { output: 'p', rows: 0, columns: 7 }, 7]) {
    expect(problemOf({ ...valid, towers: { image: { ...image, patches } } })).toContain('patches')
  }
})

test('paths cannot leave the folder, and used files must be listed', () => {
  for (const path of ['../x', '/x', 'a/../../x', 'https://elsewhere.example/x', 'a\\b', '']) {
    expect(problemOf({ ...valid, files: [...valid.files, file(path)] })).toContain('leaves the folder')
  }
  expect(problemOf({ ...valid, files: valid.files.slice(1) })).toContain('t.json is used')
  expect(problemOf({ ...valid, id: '../../evil' })).toContain('`id`')
})

test('what cannot be made a number or a text is a problem like any other', () => {
  const odd = { toString: 0 }
  expect(problemOf({ ...valid, format: odd })).toContain('`format`')
  expect(problemOf({ ...valid, space: { ...valid.space, dimensions: odd } })).toContain('`space.dimensions`')
  expect(
    problemOf({ ...valid, towers: { audio: { ...audio, features: { ...audio.features, fftLength: odd } } } }),
  ).toContain('`fftLength`')
  expect(problemOf({ ...valid, towers: { audio: { ...audio, files: { q8: odd } } } })).toContain('is used')
})

test('no JSON value does worse than the code', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.constantFrom(...Object.keys(valid)), (value, key) => {
      problemOf(value)
      problemOf({ ...valid, [key]: value })
      problemOf({ ...valid, towers: { audio: value, image: value } })
      problemOf({ ...valid, towers: { audio: { ...audio, features: value, window: value, steps: value } } })
    }),
  )
})
