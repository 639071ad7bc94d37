import type { WorkerSetup } from '../shared/encoder-protocol.js'

/** Threads can stall without an error; this long for one tower means that they have. */
const THREADS_TIMEOUT_MS = 20_000
/** So can a graphics driver, which also compiles a shader for every kind of node first. */
const GPU_TIMEOUT_MS = 60_000
/** A software adapter that was asked for took up to 95 s on a busy machine. */
const ANY_GPU_TIMEOUT_MS = 150_000

/** How long one tower may take to open and pass its check. The plain device has nothing that could stall. */
export function openingTimeout({ device, anyGpu }: WorkerSetup): number | undefined {
  if (device === 'webgpu') return anyGpu ? ANY_GPU_TIMEOUT_MS : GPU_TIMEOUT_MS
  return device === 'wasm-threads' ? THREADS_TIMEOUT_MS : undefined
}
