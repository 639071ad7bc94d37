import { LocavoreError } from '@locavore/core'
import { type KernelFunctions, type KernelMemory, type MemoryViews, viewsOf } from './kernel-functions.js'

const PAGE_BYTES = 65_536

/** One instance of the module, and with it one memory, which is given back when nothing holds this object any more. */
export class WasmMemory implements KernelMemory {
  readonly functions: KernelFunctions
  readonly #memory: WebAssembly.Memory
  views: MemoryViews

  constructor(module: WebAssembly.Module) {
    const exports = new WebAssembly.Instance(module).exports as unknown as KernelFunctions & {
      memory: WebAssembly.Memory
    }
    this.functions = exports
    this.#memory = exports.memory
    this.views = viewsOf(this.#memory.buffer)
  }

  grow(bytes: number): void {
    const missing = bytes - this.#memory.buffer.byteLength
    if (missing <= 0) return
    try {
      this.#memory.grow(Math.ceil(missing / PAGE_BYTES))
    } catch (cause) {
      throw new LocavoreError(
        'internal',
        `The vector kernels could not get ${missing} bytes more. Use fewer items or fewer dimensions.`,
        { bytes: missing },
        cause,
      )
    }
    this.views = viewsOf(this.#memory.buffer)
  }
}
