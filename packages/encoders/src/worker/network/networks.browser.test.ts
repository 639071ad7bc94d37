import { expect, test, vi } from 'vitest'
import { cosine, MANIFEST } from '../../../testing/helpers.js'
import { type Golden, parseGolden } from '../../shared/golden.js'
import type { ImageTower, TextTower } from '../../shared/model-manifest.js'
import { imageExam, textExam } from '../check/exams.js'
import { judge } from '../check/self-check.js'
import { picturesInNetwork } from '../image-tower.js'
import { textsInNetwork } from '../text-tower.js'
import { withKernel } from './kernel.js'
import { PictureNetwork } from './picture-network.js'
import { TextNetwork } from './text-network.js'

const read = async (path: string) => (await fetch(`/assets/models/any/${path}`)).arrayBuffer()
const modelOf = async ({ files }: { files: Readonly<Record<string, string>> }, variant = 'q8') =>
  new Uint8Array(await read(files[variant] ?? ''))
const tower = <Name extends 'text' | 'image'>(name: Name) =>
  MANIFEST.towers[name] as Name extends 'text' ? TextTower : ImageTower
const golden = async (): Promise<Golden> => parseGolden(new TextDecoder().decode(await read('golden.json')))
const rowsOf = (vectors: Float32Array, count: number) =>
  Array.from({ length: count }, (_, row) =>
    vectors.slice((row * vectors.length) / count, ((row + 1) * vectors.length) / count),
  )

async function open(): Promise<{ pictures: PictureNetwork; texts: TextNetwork }> {
  const pictures = await PictureNetwork.open(await modelOf(tower('image')), tower('image'))
  const texts = await TextNetwork.open(await modelOf(tower('text')), tower('text'))
  if (pictures === undefined || texts === undefined) throw new Error('this browser has no relaxed SIMD')
  return { pictures, texts }
}

const bytesOf = (base64: string) => Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))

/** The kernel rounds activations to 7 bits and the runtime to 8; each is as far from the model in floats as they are from one another. */
const ROUNDED_TWICE = 0.995

test('the shipped models answer what the runtime answers', async () => {
  const { pictures, texts } = await open()
  const { image, text, outputs } = await golden()
  const seen = pictures.run(
    image.map(({ rgb }) => bytesOf(rgb)),
    3,
    false,
  )
  for (const [at, vector] of rowsOf(seen.vectors, image.length).entries())
    expect(cosine(vector, outputs['q8']?.image?.[at] ?? [])).toBeGreaterThan(ROUNDED_TWICE)
  const read = texts.run(text.map(({ ids }) => ids))
  for (const [at, vector] of rowsOf(read, text.length).entries()) {
    expect(cosine(vector, outputs['q8']?.text?.[at] ?? [])).toBeGreaterThan(0.999)
    expect(Math.hypot(...vector)).toBeCloseTo(1, 5)
  }
})

test('and pass the check that lets them serve', async () => {
  const [image, text] = [tower('image'), tower('text')]
  const pictures = await picturesInNetwork(await modelOf(image), image)
  const texts = await textsInNetwork(await modelOf(text), text)
  const given = await golden()
  if (pictures === undefined || texts === undefined) throw new Error('this browser has no relaxed SIMD')
  const ids = new Map(given.text.map((each) => [each.input, each.ids]))
  const read = textExam(texts, (words) => ids.get(words) ?? [], given, 'q8')
  for (const exam of [imageExam(pictures, image, given, 'q8'), read])
    expect(await judge({ ...exam, others: {} }, 'all')).toBeGreaterThan(ROUNDED_TWICE)
})

test('an answer does not depend on what else is asked, nor on a fourth channel', async () => {
  const { pictures, texts } = await open()
  const { image, text } = await golden()
  const [first, second] = image.map(({ rgb }) => bytesOf(rgb))
  if (first === undefined || second === undefined) throw new Error('two golden pictures are needed')
  const both = pictures.run([first, second], 3, true)
  const padded = new Uint8ClampedArray((first.length / 3) * 4).map((_, at) =>
    at % 4 === 3 ? 255 : (first[at - Math.floor(at / 4)] ?? 0),
  )
  const alone = pictures.run([padded], 4, true)
  expect(both.vectors.slice(0, alone.vectors.length)).toEqual(alone.vectors)
  expect(both.parts?.slice(0, alone.parts?.length)).toEqual(alone.parts)
  const { rows, columns } = tower('image').patches ?? { rows: 0, columns: 0 }
  expect(alone.parts).toHaveLength(rows * columns * MANIFEST.space.dimensions)
  const ids = text.map((each) => each.ids)
  const together = texts.run(ids)
  const apart = ids.toReversed().map((each) => [...texts.run([each])])
  expect([...together]).toEqual(apart.toReversed().flat())
})

test('texts of every length have an answer, longer ones none', async () => {
  const { texts } = await open()
  const { maxTokens } = tower('text')
  for (let length = 1; length <= maxTokens; length += 1) {
    const vector = texts.run([Array.from({ length }, (_, at) => (at * 37) % 8000)])
    expect(Math.hypot(...vector)).toBeCloseTo(1, 4)
  }
  expect(() => texts.run([new Array(maxTokens + 1).fill(3)])).toThrow(RangeError)
  expect(() => texts.run([[]])).toThrow(RangeError)
})

test('what is of another kind, or no model, is left to the runtime', async () => {
  const [image, text] = [tower('image'), tower('text')]
  const right = await modelOf(image)
  const others = [
    await modelOf(image, 'fp16'),
    await modelOf(text),
    right.slice(0, right.length >> 1),
    new Uint8Array(0),
  ]
  for (const model of others) expect(await PictureNetwork.open(model, image)).toBeUndefined()
  const wrong = [await modelOf(text, 'fp16'), right, crypto.getRandomValues(new Uint8Array(60_000))]
  for (const model of wrong) expect(await TextNetwork.open(model, text)).toBeUndefined()
})

test('a browser without relaxed SIMD is served by the runtime', async () => {
  const spy = vi.spyOn(WebAssembly, 'instantiate').mockRejectedValue(new WebAssembly.CompileError('invalid opcode'))
  try {
    expect(await PictureNetwork.open(await modelOf(tower('image')), tower('image'))).toBeUndefined()
    expect(await TextNetwork.open(await modelOf(tower('text')), tower('text'))).toBeUndefined()
  } finally {
    spy.mockRestore()
  }
})

test('functions of the kernel are those of mathematics', async () => {
  const numbers = Float32Array.from({ length: 64 }, (_, at) => (at - 32) / 7)
  const results = await withKernel((kernel) => {
    kernel.memory.grow(1)
    const room = (address: number) => new Float32Array(kernel.memory.buffer, address, numbers.length)
    room(1024).set(numbers)
    kernel.gelu(1024, numbers.length)
    room(4096).set(numbers)
    room(8192).fill(2)
    room(12_288).fill(0.5)
    kernel.normalise(4096, 1, numbers.length, 8192, 12_288, 16_384)
    return { gelu: room(1024).slice(), normed: room(16_384).slice() }
  })
  const mean = numbers.reduce((sum, value) => sum + value, 0) / numbers.length
  const deviation = Math.sqrt(numbers.reduce((sum, value) => sum + (value - mean) ** 2, 0) / numbers.length + 1e-5)
  numbers.forEach((value, at) => {
    expect(results?.gelu[at]).toBeCloseTo(gelu(value), 5)
    expect(results?.normed[at]).toBeCloseTo((2 * (value - mean)) / deviation + 0.5, 4)
  })
})

/** By the definition, with the error function's integral summed up. */
function gelu(value: number): number {
  const steps = 20_000
  let area = 0
  for (let step = 0; step < steps; step += 1) area += Math.exp(-0.5 * (((step + 0.5) / steps) * value) ** 2)
  return value * (0.5 + ((area / steps) * value) / Math.sqrt(2 * Math.PI))
}
