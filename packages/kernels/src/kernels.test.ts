import { readFile } from 'node:fs/promises'
import fc from 'fast-check'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { buildModule, modules } from '../scripts/build-wasm.mjs'
import { createKernels } from './create-kernels.js'
import { anyRows, describeKernels, filled, scanned } from './kernels.contract.js'

describeKernels('the TypeScript kernels', () => createKernels({ prefer: 'typescript' }))
describeKernels('the WebAssembly kernels', () => createKernels({ prefer: 'wasm-simd' }))

describe('both kernels', () => {
  it('give the same numbers to the bit', async () => {
    const [wasm, typescript] = [await createKernels(), await createKernels({ prefer: 'typescript' })]
    fc.assert(
      fc.property(anyRows(), fc.integer({ min: 0, max: 40 }), (given, capacity) => {
        const one = scanned(filled(wasm, given, capacity), given.query)
        const other = scanned(filled(typescript, given, capacity), given.query)
        expect(one).toEqual(other)
      }),
    )
  })

  it('stay the same under any sequence of writes', async () => {
    const [wasm, typescript] = [await createKernels(), await createKernels({ prefer: 'typescript' })]
    const write = fc.record({
      index: fc.integer({ min: 0, max: 300 }),
      codes: fc.int8Array({ min: -127, max: 127, minLength: 5, maxLength: 5 }),
      scale: fc.constantFrom(0, 0.01, 1),
    })
    fc.assert(
      fc.property(fc.array(write, { maxLength: 60 }), (writes) => {
        const [one, other] = [wasm.createScanner(5, 0), typescript.createScanner(5, 0)]
        const query = new Float32Array([0.5, -1, 0.25, 2, 0])
        for (const { index, codes, scale } of writes) {
          one.set(index, codes, scale)
          other.set(index, codes, scale)
        }
        expect(scanned(one, query)).toEqual(scanned(other, query))
      }),
    )
  })
})

describe('createKernels', () => {
  afterEach(() => {
    vi.unstubAllGlobals()
  })

  it('takes WebAssembly where it can', async () => {
    expect((await createKernels()).name).toBe('wasm-simd')
    expect((await createKernels({ prefer: 'typescript' })).name).toBe('typescript')
  })

  it('falls back to TypeScript without WebAssembly', async () => {
    vi.stubGlobal('WebAssembly', undefined)
    expect((await createKernels()).name).toBe('typescript')
  })

  it('falls back to TypeScript where the module does not compile: no SIMD, or forbidden by policy', async () => {
    vi.stubGlobal('WebAssembly', { compile: () => Promise.reject(new Error('invalid opcode 0xfd')) })
    expect((await createKernels()).name).toBe('typescript')
  })

  it('names an unknown option', async () => {
    const options = { prefers: 'typescript' }
    await expect(createKernels(options as object)).rejects.toMatchObject({ code: 'unknown-option' })
  })
})

describe('a committed module', () => {
  it.each(modules)(
    'is what $entry compiles to',
    async (module) => {
      expect(await readFile(module.path, 'utf8')).toBe(await buildModule(module))
    },
    60_000,
  )
})
