import { NETWORK_MODULE } from './network-module.js'
import { NotSupported } from './onnx-graph.js'

/** What assembly/network.ts exports. All arguments but counts are addresses. */
export interface Kernel {
  readonly memory: WebAssembly.Memory
  convolve(layer: number): void
  convolveWide(layer: number): void
  widen(
    pixels: number,
    step: number,
    width: number,
    height: number,
    levels: number,
    out: number,
    outStride: number,
  ): void
  pool(input: number, rows: number, columns: number, out: number): void
  affine(vector: number, matrix: number, offsets: number, rows: number, columns: number, out: number): void
  embed(
    ids: number,
    tokens: number,
    columns: number,
    words: number,
    step: number,
    zero: number,
    places: number,
    out: number,
  ): void
  normalise(input: number, rows: number, columns: number, factors: number, offsets: number, out: number): void
  round(input: number, rows: number, columns: number, out: number, ranges: number): void
  attend(mixed: number, tokens: number, heads: number, width: number, scores: number, out: number): void
  gelu(values: number, count: number): void
  average(input: number, rows: number, columns: number, out: number): void
}

let compiled: Promise<WebAssembly.Module> | undefined

/** Once for all networks of a thread. @throws WebAssembly.CompileError without relaxed SIMD */
export function compileKernel(): Promise<WebAssembly.Module> {
  compiled ??= WebAssembly.compile(Uint8Array.from(atob(NETWORK_MODULE), (character) => character.charCodeAt(0)))
  return compiled
}

/** A kernel with memory of its own for one network. @returns undefined where it cannot compute it, or not here */
export async function withKernel<T>(build: (kernel: Kernel) => T): Promise<T | undefined> {
  try {
    const { exports } = await WebAssembly.instantiate(await compileKernel())
    return build(exports as unknown as Kernel)
  } catch (thrown) {
    // A browser without relaxed SIMD does not compile the module.
    if ([NotSupported, RangeError, WebAssembly.CompileError].some((kind) => thrown instanceof kind)) return undefined
    throw thrown
  }
}

/** The vector with this direction and length 1. */
export function unit(vector: Float32Array): Float32Array {
  const scale = 1 / Math.sqrt(vector.reduce((sum, value) => sum + value * value, 1e-12))
  return vector.map((value) => value * scale)
}
