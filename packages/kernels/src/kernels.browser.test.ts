import { expect, it } from 'vitest'
import { createKernels } from './create-kernels.js'
import { describeKernels } from './kernels.contract.js'

describeKernels('the WebAssembly kernels in a browser', () => createKernels())

it('runs WebAssembly SIMD in this browser', async () => {
  expect((await createKernels()).name).toBe('wasm-simd')
})
