import { serve } from '../src/worker/index.js'

// A worker that first waits, as one does that loads WebAssembly at its top level.
await new Promise((resolve) => setTimeout(resolve, 300))
serve({ add: async ({ a, b }: { a: number; b: number }) => a + b })
