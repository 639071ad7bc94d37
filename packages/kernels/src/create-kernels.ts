import { type Kernels, LocavoreError } from '@locavore/core'
import { typescriptKernels } from './typescript-kernels.js'
import { loadWasmKernels } from './wasm-kernels.js'

export interface KernelOptions {
  /** Which kernels to try first (default `wasm-simd`). `typescript` is always there to fall back on. */
  readonly prefer?: Kernels['name']
}

/**
 * The fastest kernels this platform can run. Never rejects for want of WebAssembly: without it, or without SIMD, the
 * TypeScript kernels answer with the same numbers, and `name` says so.
 * @throws `unknown-option`
 */
export async function createKernels(options: KernelOptions = {}): Promise<Kernels> {
  checkOptions('createKernels', options)
  const wasm = options.prefer === 'typescript' ? undefined : await loadWasmKernels()
  return wasm ?? typescriptKernels
}

/** @throws `unknown-option` */
export function checkOptions(caller: string, options: KernelOptions): void {
  for (const name of Object.keys(options)) {
    if (name !== 'prefer')
      throw new LocavoreError('unknown-option', `${caller} has no option ${JSON.stringify(name)}; it knows prefer.`)
  }
}
