// The real worker on a device that is wrong in the way its name says, on every rung with threads. Weights are damaged
// after their hash was checked, so that nothing but the golden check can notice.
import { env, InferenceSession } from '#onnxruntime'
// It serves before the device is spoilt, but no message comes in between. A thread must listen from the start.
import '../src/worker/encoder-worker.js'
import { PictureNetwork } from '../src/worker/network/picture-network.js'
import { TextNetwork } from '../src/worker/network/text-network.js'
import { largestWeights } from './largest-weight.mjs'

type Results = Awaited<ReturnType<InferenceSession['run']>>
type Rows = { readonly data: Float32Array; readonly rows: number; readonly width: number }
type Spoil = (answer: Rows, earlier: Float32Array | undefined) => void

const eachRow = ({ rows, width, data }: Rows, change: (row: Float32Array, index: number) => void) => {
  for (let row = 0; row < rows; row += 1) change(data.subarray(row * width, (row + 1) * width), row)
}

/** A Lehmer generator: the same noise in every run. */
function* noise(): Generator<number, never> {
  for (let state = 1; ; state = (state * 48_271) % 2_147_483_647) yield state / 1_073_741_823.5 - 1
}

const ANSWERS: Readonly<Record<string, Spoil>> = {
  zeros: ({ data }) => data.fill(0),
  nan: ({ data }) => data.fill(Number.NaN),
  'one-nan': ({ data }) => data.fill(Number.NaN, data.length - 1),
  infinity: ({ data }) => data.fill(Number.POSITIVE_INFINITY, 3, 4),
  constant: ({ data, width }) => data.fill(1 / Math.sqrt(width)),
  'sign-flipped': ({ data }) => data.set(data.map((value) => -value)),
  orthogonal: ({ data }) => {
    for (let at = 0; at + 1 < data.length; at += 2) data.set([-(data[at + 1] ?? 0), data[at] ?? 0], at)
  },
  'too-long': ({ data }) => data.set(data.map((value) => value * 1.3)),
  'half-zero': (answer) => eachRow(answer, (row) => row.fill(0, row.length >> 1)),
  'shifted-dimensions': (answer) => eachRow(answer, (row) => row.set([...row.slice(1), row[0] ?? 0])),
  'permuted-rows': ({ data, width }) => data.set([...data.slice(width), ...data.slice(0, width)]),
  'first-row-for-all': (answer) => eachRow(answer, (row) => row.set(answer.data.slice(0, answer.width))),
  'row-of-another-batch': ({ data, width }, earlier) => earlier && data.set(earlier.slice(0, width)),
  'previous-answer': ({ data }, earlier) => earlier?.length === data.length && data.set(earlier),
  'low-precision': ({ data, width }) => {
    const random = noise()
    data.set(data.map((value) => value + (0.45 * random.next().value) / Math.sqrt(width)))
  },
}

const WEIGHTS: Readonly<Record<string, (bytes: Uint8Array) => void>> = {
  'largest-weight-noise': (bytes) => damage(bytes, 0, 1, (byte) => byte ^ 0x55),
  'largest-weight-zero': (bytes) => damage(bytes, 0, 1, () => 0),
  'third-weight-noise': (bytes) => damage(bytes, 2, 3, (byte) => byte ^ 0x55),
  'high-bits': (bytes) => damage(bytes, 0, 8, (byte, at) => (at % 8 === 0 ? byte ^ 0x80 : byte)),
  'bytes-shifted': (bytes) => damage(bytes, 0, 4, (_, at) => bytes[at + 1] ?? 0),
}

function damage(bytes: Uint8Array, from: number, to: number, change: (byte: number, at: number) => number): void {
  for (const { start, end } of largestWeights(bytes).slice(from, to))
    for (let at = start; at < end - 1; at += 1) bytes[at] = change(bytes[at] ?? 0, at)
}

/** Another file of the real model in place of the one asked for, as long as that is of the tower to be spoilt. */
const FILES: Readonly<Record<string, (tower: string) => string>> = {
  'wrong-variant': (tower) => `${tower}_model_fp16.onnx`,
  'wrong-tower': (tower) => `${tower === 'text' ? 'vision' : 'text'}_model_quantized.onnx`,
}

/** `fault:tower:bytes`: the tower is told from the others by the size of its file. */
const [fault = '', tower = '', size = ''] = self.name.split(':')

async function spoiltModel(model: Uint8Array): Promise<Uint8Array> {
  const file = FILES[fault]
  if (file !== undefined) {
    return new Uint8Array(await (await fetch(`/assets/models/any/onnx/${file(tower)}`)).arrayBuffer())
  }
  const copy = model.slice()
  WEIGHTS[fault]?.(copy)
  return copy
}

function spoilRuns(session: InferenceSession): void {
  const run = session.run.bind(session) as (feeds: object, outputs: readonly string[]) => Promise<Results>
  let earlier: Float32Array | undefined
  session.run = async (feeds: object, outputs: readonly string[]) => {
    const results = await run(feeds, outputs)
    const [vectors] = Object.values(results)
    if (vectors?.data instanceof Float32Array) {
      const honest = vectors.data.slice()
      const rows = Number(vectors.dims[0])
      ANSWERS[fault]?.({ data: vectors.data, rows, width: vectors.data.length / rows }, earlier)
      earlier = honest
    }
    return results
  }
}

/** The kernel that serves words and pictures where it can has the fault as well. */
async function spoiltNetwork<Network>(model: Uint8Array, open: (model: Uint8Array) => Promise<Network | undefined>) {
  const isSpoilt = hasThreads() && model.length === Number(size)
  return { network: await open(isSpoilt ? await spoiltModel(model) : model), isSpoilt }
}

function spoiler(): (data: Float32Array, rows: number) => void {
  let earlier: Float32Array | undefined
  return (data, rows) => {
    const honest = data.slice()
    ANSWERS[fault]?.({ data, rows, width: data.length / rows }, earlier)
    earlier = honest
  }
}

function spoilNetworks(): void {
  const openPictures = PictureNetwork.open.bind(PictureNetwork)
  const openTexts = TextNetwork.open.bind(TextNetwork)
  const pictures: typeof openPictures = async (model, about) => {
    const { network, isSpoilt } = await spoiltNetwork(model, (bytes) => openPictures(bytes, about))
    if (network === undefined || !isSpoilt) return network
    const run = network.run.bind(network)
    const spoil = spoiler()
    network.run = (...asked) => {
      const answer = run(...asked)
      spoil(answer.vectors, asked[0].length)
      return answer
    }
    return network
  }
  const texts: typeof openTexts = async (model, about) => {
    const { network, isSpoilt } = await spoiltNetwork(model, (bytes) => openTexts(bytes, about))
    if (network === undefined || !isSpoilt) return network
    const run = network.run.bind(network)
    const spoil = spoiler()
    network.run = (asked) => {
      const answer = run(asked)
      spoil(answer, asked.length)
      return answer
    }
    return network
  }
  Object.assign(PictureNetwork, { open: pictures })
  Object.assign(TextNetwork, { open: texts })
}

let threadsSeen = false
const hasThreads = () => {
  threadsSeen ||= env.wasm.numThreads !== 1
  return threadsSeen
}

if (!self.name.startsWith('em-pthread')) {
  spoilNetworks()
  const create = InferenceSession.create.bind(InferenceSession) as (
    model: Uint8Array,
    options?: InferenceSession.SessionOptions,
  ) => Promise<InferenceSession>
  const faulty = async (model: Uint8Array, options?: InferenceSession.SessionOptions) => {
    const isSpoilt = hasThreads() && model.length === Number(size)
    // The fault is not in the threads, and without them the tests run faster.
    env.wasm.numThreads = 1
    if (!isSpoilt) return create(model, options)
    const session = await create(await spoiltModel(model), options)
    spoilRuns(session)
    return session
  }
  Object.assign(InferenceSession, { create: faulty })
}
