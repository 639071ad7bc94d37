// Runs inside a frame whose policy demands Trusted Types; tells its parent what came of it.
import { superviseWorker } from '../src/client/index.js'
import type { FaultyService } from './faulty.worker.js'

const worker = superviseWorker<FaultyService>({
  name: 'trusted',
  restarts: { most: 0, withinMs: 1000 },
  start: () => new Worker(new URL('./faulty.worker.ts', import.meta.url), { type: 'module' }),
})
const answer = await worker.call('add', { a: 1, b: 2 }).catch((error: Error) => error.message)
const direct = attempt(() => new Worker(new URL('./faulty.worker.ts', import.meta.url)).terminate())
await worker.stop()
parent.postMessage({ frame: 'trusted-page', answer, direct }, '*')

function attempt(act: () => void): string {
  try {
    act()
    return 'allowed'
  } catch (thrown) {
    return thrown instanceof TypeError ? 'refused' : String(thrown)
  }
}
