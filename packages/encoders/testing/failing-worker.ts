// Loads well on every device, then fails on all but the last rung, in the way its name says. `hang` does so for one text.
import { LocavoreError } from '@locavore/core'
import { serve } from '@locavore/threads/worker'

serve({
  load: async () => ({ variant: 'q8', goldenCosine: 1 }),
  encodeText: async ({ setup, texts }: { setup: { device: string }; texts: string[] }) => {
    if (setup.device === 'wasm' || (self.name === 'hang' && texts[0] !== 'stuck'))
      return texts.map(() => ({ kind: 'vector', vector: Float32Array.of(1) }))
    if (self.name === 'zeros') throw new LocavoreError('self-check-failed', 'zeros', { reason: 'a vector of length 0' })
    if (self.name === 'hang') return new Promise(() => {})
    setTimeout(() => {
      throw new Error('the worker died')
    })
    return new Promise(() => {})
  },
})
