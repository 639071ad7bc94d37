import { cosine } from '@locavore/encoders/towers'
import { expect, test, vi } from 'vitest'
import { ModelEncoder } from './model-encoder.js'
import { nanoFolder, openModel } from './open-model.js'

// A machine whose WebAssembly has no relaxed SIMD.
vi.mock('./towers/kernel.js', () => ({ hasKernel: async () => false }))

test('without the kernel of browsers the most exact variant is run, which is told', async () => {
  const files = await openModel(nanoFolder())
  expect(files.variant).toBe('fp16')
  const encoder = new ModelEncoder(files)
  const [golden] = files.golden.text
  const vector = await encoder.text(golden?.input ?? '')
  expect(cosine(vector, files.golden.outputs[files.variant]?.text?.[0] ?? [])).toBeGreaterThan(0.999)
  expect(await encoder.account()).toMatch(/variant fp16: words by ONNX Runtime$/)
  await encoder.close()
})
