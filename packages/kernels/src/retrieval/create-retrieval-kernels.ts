import type { RetrievalKernels } from '@locavore/core'
import { checkOptions, type KernelOptions } from '../create-kernels.js'
import { compileModule } from '../wasm-kernels.js'
import type { KernelMemory } from './memory/kernel-functions.js'
import { RETRIEVAL_MODULE } from './memory/retrieval-module.js'
import { TypescriptMemory } from './memory/typescript-memory.js'
import { WasmMemory } from './memory/wasm-memory.js'
import { KernelMatrix } from './rows/factor-matrix.js'
import { KernelScanner } from './scanner.js'

/**
 * The fastest kernels this platform can run, for exact search in large catalogues. They are `Kernels` too, so `core` takes
 * them as it takes the small ones. Never rejects for want of WebAssembly; `name` says which were chosen.
 * @throws `unknown-option`
 */
export async function createRetrievalKernels(options: KernelOptions = {}): Promise<RetrievalKernels> {
  checkOptions('createRetrievalKernels', options)
  const module = options.prefer === 'typescript' ? undefined : await compileModule(RETRIEVAL_MODULE)
  return module === undefined
    ? kernels('typescript', () => new TypescriptMemory())
    : kernels('wasm-simd', () => new WasmMemory(module))
}

function kernels(name: RetrievalKernels['name'], memory: () => KernelMemory): RetrievalKernels {
  return {
    name,
    createScanner: (dimensions, capacity) => new KernelScanner(memory, dimensions, capacity),
    createMatrix: (rows, columns) => new KernelMatrix(memory, rows, columns),
  }
}
