import { LocavoreError, toLocavoreError } from '@locavore/core'
import { env, InferenceSession } from '#onnxruntime'
import type { RuntimeFlavour } from '../shared/assets.js'
import type { LadderDevice } from '../shared/encoder-protocol.js'
import { createQueue } from './queue.js'
import { trustThreads } from './trust-threads.js'

/** More threads than this gain little on models of this size and take cores from the page. */
const MOST_THREADS = 4

/** The smallest runtime that can serve the device. Stack switching (JSPI) makes the WebGPU one a third smaller. */
export function flavourOf(device: LadderDevice): RuntimeFlavour {
  if (device !== 'webgpu') return 'plain'
  return 'Suspending' in WebAssembly ? 'jspi' : 'asyncify'
}

/** Gives the verified bytes to the runtime. They are compiled when the first session is made. */
export function configureRuntime(device: LadderDevice, wasm: Uint8Array<ArrayBuffer>): void {
  env.logLevel = 'error'
  env.wasm.proxy = false
  env.wasm.numThreads = device === 'wasm-threads' ? Math.min(MOST_THREADS, navigator.hardwareConcurrency) : 1
  if (device === 'wasm-threads') trustThreads()
  env.wasm.wasmBinary = wasm
  // Not an address: the bundled runtime looks its own glue up under this name.
  env.wasm.wasmPaths = { mjs: flavourOf(device) }
}

const inCreateQueue = createQueue()
const inRunQueue = createQueue()

/** The runtime allows one creation and one run at a time. */
export function createSession(model: Uint8Array<ArrayBuffer>, device: LadderDevice): Promise<InferenceSession> {
  return inCreateQueue(async () => {
    try {
      const session = await InferenceSession.create(model, {
        executionProviders: [device === 'webgpu' ? 'webgpu' : 'wasm'],
        graphOptimizationLevel: 'all',
        // Errors only: its advice on node placement is not for a site's console.
        logSeverityLevel: 3,
      })
      // Compiled by now: 14 MB and more that nothing reads again.
      delete env.wasm.wasmBinary
      return session
    } catch (thrown) {
      const { message } = toLocavoreError(thrown)
      throw new LocavoreError('no-device', `The runtime refused the model on ${device}: ${message}`, { device }, thrown)
    }
  })
}

export type Feeds = Parameters<InferenceSession['run']>[0]

/** @returns `[rows, dimensions]`, row-major, as the runtime gave it. */
export async function runSession(session: InferenceSession, feeds: Feeds, output: string): Promise<Float32Array> {
  const [answer] = await runSessionFor(session, feeds, [output])
  return answer ?? missingOutput(output)
}

/** One run with several outputs, in their order. */
export function runSessionFor(
  session: InferenceSession,
  feeds: Feeds,
  outputs: readonly string[],
): Promise<readonly Float32Array[]> {
  return inRunQueue(async () => {
    let results: Awaited<ReturnType<InferenceSession['run']>>
    try {
      results = await session.run(feeds, outputs)
    } catch (thrown) {
      throw new LocavoreError(
        'no-device',
        `The device failed while it encoded: ${toLocavoreError(thrown).message}`,
        {},
        thrown,
      )
    }
    return outputs.map((output) => {
      const data = results[output]?.data
      return data instanceof Float32Array ? data : missingOutput(output)
    })
  })
}

function missingOutput(output: string): never {
  throw new LocavoreError('model-invalid', `The model has no float32 output named ${output}.`)
}
