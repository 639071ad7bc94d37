import { expect, it } from 'vitest'
import { createRetrievalKernels } from './create-retrieval-kernels.js'
import { describeRetrieval } from './retrieval.contract.js'

describeRetrieval('the WebAssembly retrieval kernels in a browser', () => createRetrievalKernels())

it('runs the retrieval module in this browser', async () => {
  expect((await createRetrievalKernels()).name).toBe('wasm-simd')
})
