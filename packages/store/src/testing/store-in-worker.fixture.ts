import type { Store } from '../store.js'
import type { StoreAnswer, StoreCall } from './store-worker.fixture.js'

/** A store of a worker as this page sees it. */
export interface StoreInWorker {
  readonly store: Store
  /** Writes files of random content until the worker is ended. */
  writeForEver(bytes: number): void
  end(): void
}

export async function openInWorker(name: string): Promise<StoreInWorker> {
  const worker = new Worker(new URL('./store-worker.fixture.ts', import.meta.url), { type: 'module' })
  const pending = new Map<number, (answer: StoreAnswer) => void>()
  worker.onmessage = ({ data }: MessageEvent<StoreAnswer>) => pending.get(data.id)?.(data)
  let calls = 0
  const call = (method: StoreCall['method'], given: readonly unknown[]): Promise<unknown> =>
    new Promise((resolve, reject) => {
      const id = calls++
      pending.set(id, ({ value, code }) => (code === undefined ? resolve(value) : reject({ code })))
      worker.postMessage({ id, method, given } satisfies StoreCall)
    })
  const kind = await call('open', [name])
  const store = new Proxy({} as Store, {
    // A promise that resolves with the store asks whether it is one itself.
    get: (_, method: keyof Store | 'then') =>
      method === 'then' ? undefined : method === 'kind' ? kind : (...given: unknown[]) => call(method, given),
  })
  return {
    store,
    writeForEver: (bytes) => void call('writeForEver', [bytes]),
    end: () => worker.terminate(),
  }
}
