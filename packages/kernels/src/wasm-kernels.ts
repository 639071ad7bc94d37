import { type Kernels, LocavoreError, type VectorScanner } from '@locavore/core'
import { checkOutput, checkRoom, checkRow, checkRows, closedError, writeRows } from './check-arguments.js'
import { quantiseQuery } from './query-levels.js'
import { SCAN_MODULE } from './scan-module.js'

/** The kernel reads 16 codes at a time. */
const LANES = 16
const PAGE_BYTES = 65_536
const FIRST_CAPACITY = 16

interface ScanExports {
  readonly memory: WebAssembly.Memory
  scan(count: number, stride: number, levels: number, codes: number, scales: number, out: number, step: number): void
}

/** WebAssembly SIMD kernels, or undefined where the platform has none. */
export async function loadWasmKernels(): Promise<Kernels | undefined> {
  const module = await compileModule(SCAN_MODULE)
  if (module === undefined) return undefined
  return { name: 'wasm-simd', createScanner: (dimensions, capacity) => new WasmScanner(module, dimensions, capacity) }
}

/**
 * A module from its base64, or undefined where the platform has no WebAssembly, no SIMD, or a content security policy
 * without `wasm-unsafe-eval`. The module is its own feature test: without SIMD it does not compile.
 */
export async function compileModule(base64: string): Promise<WebAssembly.Module | undefined> {
  if (typeof WebAssembly === 'undefined') return undefined
  try {
    return await WebAssembly.compile(Uint8Array.from(atob(base64), (character) => character.charCodeAt(0)))
  } catch {
    return undefined
  }
}

/**
 * One instance, and with it one memory, per scanner: closing it gives the memory back, which wasm itself never does.
 * The memory holds, in this order: query levels, scales, results, codes.
 */
class WasmScanner implements VectorScanner {
  readonly dimensions: number
  count = 0
  readonly #stride: number
  #capacity = 0
  #exports: ScanExports | undefined
  /** The whole memory, looked at afresh whenever it has grown. */
  #bytes = new Int8Array(0)
  #floats = new Float32Array(0)

  constructor(module: WebAssembly.Module, dimensions: number, capacity: number) {
    checkRoom(dimensions, capacity)
    this.dimensions = dimensions
    this.#stride = Math.ceil(dimensions / LANES) * LANES
    this.#exports = new WebAssembly.Instance(module).exports as unknown as ScanExports
    this.#reserve(this.#exports, Math.max(capacity, FIRST_CAPACITY))
  }

  set(index: number, codes: Int8Array, scale: number): void {
    const exports = this.#open()
    checkRow(index, codes, scale, this.dimensions)
    if (index >= this.#capacity) this.#reserve(exports, Math.max(index + 1, this.#capacity * 2))
    const at = this.#codesAt + index * this.#stride
    if (scale === 0) this.#bytes.fill(0, at, at + this.dimensions)
    else this.#bytes.set(codes, at)
    this.#floats[this.#scalesAt / 4 + index] = scale
    this.count = Math.max(this.count, index + 1)
  }

  load(codes: Int8Array, scales: Float32Array): void {
    const exports = this.#open()
    checkRows(codes, scales, this.dimensions)
    if (scales.length > this.#capacity) this.#reserve(exports, Math.max(scales.length, this.#capacity * 2))
    writeRows(this.#bytes, this.#codesAt, codes, this.dimensions, this.#stride)
    this.#floats.fill(0, this.#scalesAt / 4, this.#scalesAt / 4 + this.count)
    this.#floats.set(scales, this.#scalesAt / 4)
    this.count = scales.length
  }

  scan(query: Float32Array, out: Float32Array): void {
    const { memory, scan } = this.#open()
    checkOutput(out, this.count)
    const { levels, step } = quantiseQuery(query, this.dimensions)
    new Int16Array(memory.buffer, 0, this.dimensions).set(levels)
    scan(this.count, this.#stride, 0, this.#codesAt, this.#scalesAt, this.#resultsAt, step)
    out.set(new Float32Array(memory.buffer, this.#resultsAt, this.count))
  }

  close(): void {
    this.#exports = undefined
    this.#bytes = new Int8Array(0)
    this.#floats = new Float32Array(0)
    this.count = 0
  }

  get #scalesAt(): number {
    return 2 * this.#stride
  }

  get #resultsAt(): number {
    return this.#scalesAt + 4 * this.#capacity
  }

  get #codesAt(): number {
    return codesAddress(this.#stride, this.#capacity)
  }

  #open(): ScanExports {
    if (this.#exports === undefined) throw closedError()
    return this.#exports
  }

  #reserve({ memory }: ScanExports, capacity: number): void {
    const from = this.#codesAt
    const to = codesAddress(this.#stride, capacity)
    const missing = to + capacity * this.#stride - memory.buffer.byteLength
    if (missing > 0) grow(memory, Math.ceil(missing / PAGE_BYTES))
    const used = this.count * this.#stride
    const bytes = new Int8Array(memory.buffer)
    bytes.copyWithin(to, from, from + used)
    // Codes have moved up: what lay between was scales' and results' room before, or codes, and must not be read as either.
    new Float32Array(memory.buffer, this.#scalesAt, capacity).fill(0, this.count)
    bytes.fill(0, to + used, to + capacity * this.#stride)
    this.#capacity = capacity
    this.#bytes = bytes
    this.#floats = new Float32Array(memory.buffer)
  }
}

function codesAddress(stride: number, capacity: number): number {
  return Math.ceil((2 * stride + 8 * capacity) / LANES) * LANES
}

function grow(memory: WebAssembly.Memory, pages: number): void {
  try {
    memory.grow(pages)
  } catch (cause) {
    throw new LocavoreError(
      'internal',
      `The vector kernel could not get ${pages * PAGE_BYTES} bytes more. Use fewer items or fewer dimensions.`,
      { bytes: pages * PAGE_BYTES },
      cause,
    )
  }
}
