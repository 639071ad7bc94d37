// A store in a worker of its own, where files of the origin can be had. The page calls its methods by name; besides, it can
// ask for packs to be written for ever, to end the worker while it writes.
import { openStore } from '../open-store.js'
import type { Store } from '../store.js'

export interface StoreCall {
  readonly id: number
  readonly method: keyof Store | 'open' | 'writeForEver'
  readonly given: readonly unknown[]
}

export interface StoreAnswer {
  readonly id: number
  readonly value?: unknown
  readonly code?: string
}

let store: Store | undefined

async function answer({ method, given }: StoreCall): Promise<unknown> {
  if (method === 'open') {
    store = (await openStore({ name: String(given[0]) })).store
    return store.kind
  }
  if (method === 'writeForEver') return writeForEver(Number(given[0]))
  return Reflect.apply(store?.[method] as (...given: unknown[]) => unknown, store, given)
}

/** Files of random bytes, each under its hash. */
async function writeForEver(bytes: number): Promise<never> {
  for (;;) {
    const file = new Uint8Array(bytes)
    for (let at = 0; at < bytes; at += 65_536) crypto.getRandomValues(file.subarray(at, at + 65_536))
    const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', file))
    const sha256 = Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('')
    await store?.putPackFiles(new Map([[sha256, file]]))
  }
}

addEventListener('message', ({ data }: MessageEvent<StoreCall>) => {
  answer(data).then(
    (value) => postMessage({ id: data.id, value } satisfies StoreAnswer),
    (error: { code?: unknown }) =>
      postMessage({ id: data.id, code: String(error.code ?? error) } satisfies StoreAnswer),
  )
})
