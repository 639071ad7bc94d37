import { LocavoreError, toLocavoreError } from '@locavore/core'
import type { Tensor } from 'onnxruntime-web'

/** Name of an input -> what is fed to it. */
export type Feeds = Readonly<
  Record<string, { readonly values: BigInt64Array | Float32Array; readonly shape: readonly number[] }>
>

/** One tower, open in the runtime that visitors have: the same version, on WebAssembly, in Node. */
export interface OpenTower {
  /** @returns the values of the output, as many as there are */
  run(feeds: Feeds, output: string): Promise<Float32Array>
  close(): Promise<void>
}

/** Loaded only when something is tried: a listing, or an import on a server, needs none of its 14 MB. */
const loadRuntime = () => import('onnxruntime-web')

/** @throws LocavoreError `model-invalid` when the runtime refuses the file, or fails to run it */
export async function openTower(bytes: Uint8Array, name: string): Promise<OpenTower> {
  const { env, InferenceSession, Tensor } = await loadRuntime()
  const toTensor = ({ values, shape }: Feeds[string]): Tensor =>
    values instanceof Float32Array ? new Tensor('float32', values, shape) : new Tensor('int64', values, shape)
  env.logLevel = 'error'
  env.wasm.numThreads = 1
  const options = { executionProviders: ['wasm'], graphOptimizationLevel: 'all', logSeverityLevel: 3 } as const
  const session = await InferenceSession.create(bytes, options).catch((thrown: unknown) => refuse(name, thrown))
  return {
    run: async (feeds, output) => {
      const tensors = Object.entries(feeds).map(([input, fed]) => [input, toTensor(fed)] as const)
      const running = session.run(Object.fromEntries(tensors), [output])
      const data = (await running.catch((thrown: unknown) => refuse(name, thrown)))[output]?.data
      if (data instanceof Float32Array) return data
      throw new LocavoreError('model-invalid', `${name} gives no float32 output named ${output}.`)
    },
    close: () => session.release(),
  }
}

function refuse(name: string, thrown: unknown): never {
  throw new LocavoreError(
    'model-invalid',
    `The runtime cannot run ${name}: ${toLocavoreError(thrown).message} Choose another --variant.`,
    { file: name },
    thrown,
  )
}
