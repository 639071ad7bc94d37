import 'fake-indexeddb/auto'
import { LocavoreError } from '@locavore/core'
import { createRetrievalKernels as createKernels } from '@locavore/kernels/retrieval'
import { openStore, type Store } from '@locavore/store'
import { expect, test, vi } from 'vitest'
import { callerOf, feed, like, serveCatalogue } from '../../testing/open-engine.js'
import type { OpenRequest } from '../shared/protocol.js'
import { createEngine } from './engine.js'

/** An engine whose store fails in the named method, for as long as `failing.on`. */
async function openFaulty(method: keyof Store, open: Partial<OpenRequest> = {}) {
  const failing = { on: true, times: Number.POSITIVE_INFINITY }
  const faulty: typeof openStore = async (options) => {
    const { store } = await openStore(options)
    const proxy = new Proxy(store, {
      get: (target, key) => {
        const value: unknown = Reflect.get(target, key)
        if (typeof value !== 'function') return value
        return (...given: unknown[]) => {
          if (key === method && failing.on && failing.times > 0) {
            failing.times -= 1
            return Promise.reject(new LocavoreError('quota-exceeded', 'No room.'))
          }
          return Reflect.apply(value, target, given)
        }
      },
    })
    return { store: proxy }
  }
  const served = await serveCatalogue({ open })
  const call = callerOf(createEngine({ openStore: faulty, createKernels }))
  await call('open', served.request)
  await call('load', {})
  return { ...served, call, failing }
}

function promised() {
  let resolve = () => {}
  const promise = new Promise<void>((done) => {
    resolve = done
  })
  return { promise, resolve: () => resolve() }
}

test('a catalogue that does not fit on the device is ranked all the same, and is kept when there is room', async () => {
  const { call, failing } = await openFaulty('putPackFiles', { storage: 'persistent', name: 'no-room' })
  const before = await feed(call)
  expect((await call('refresh', {})).degraded[0]).toContain('quota-exceeded')
  expect(await feed(call)).toEqual(before)
  failing.on = false
  expect((await call('refresh', {})).degraded).toEqual([])
})

test('an import while the catalogue is being kept loses no embedding', async () => {
  const reading = promised()
  const swapped = promised()
  let isImporting = false
  const slow: typeof openStore = async (options) => {
    const { store } = await openStore(options)
    const proxy = new Proxy(store, {
      get: (target, key) => {
        const value: unknown = Reflect.get(target, key)
        if (typeof value !== 'function') return value
        return async (...given: unknown[]) => {
          if (key === 'swapPack') await reading.promise
          const result: unknown = await Reflect.apply(value, target, given)
          if (key === 'swapPack') setTimeout(swapped.resolve, 50)
          if (key === 'readItems' && isImporting) {
            reading.resolve()
            await swapped.promise
          }
          return result
        }
      },
    })
    return { store: proxy }
  }
  const { request, items } = await serveCatalogue({ open: { storage: 'persistent', name: 'import-while-kept' } })
  const call = callerOf(createEngine({ openStore: slow, createKernels }))
  await call('open', request)
  await call('load', {})
  await like(call, items, 'c1')
  const before = await feed(call)
  const { json } = await call('exportData', {})
  isImporting = true
  const refreshed = call('refresh', {})
  await new Promise((resolve) => setTimeout(resolve, 50))
  await call('importData', { json })
  await refreshed
  expect(await feed(call)).toEqual(before)
})

test('an interaction that cannot be stored is rejected, and changes no list', async () => {
  const { call, items, failing } = await openFaulty('append')
  const before = await feed(call)
  await expect(like(call, items, 'c1')).rejects.toMatchObject({ code: 'quota-exceeded' })
  expect(await feed(call)).toEqual(before)
  failing.on = false
  await like(call, items, 'c1')
  expect(await call('history', {})).toHaveLength(5)
})

test('a profile that cannot be saved costs nothing but time', async () => {
  const { call, items } = await openFaulty('saveProfile')
  await like(call, items, 'c1')
  const before = await feed(call)
  await call('suspend', {})
  expect(await feed(call)).toEqual(before)
  await expect(call('close', {})).resolves.toEqual({ done: true })
})

test('a full device gives up models first, then the catalogue, and nothing of the person', async () => {
  const { call, items, failing } = await openFaulty('append', { storage: 'persistent', name: 'gives-up' })
  const caches = { deleted: [] as string[], delete: async (name: string) => caches.deleted.push(name) > 0 }
  vi.stubGlobal('caches', caches)
  try {
    expect((await call('refresh', {})).degraded).toEqual([])
    const liked = (id: string) => call('record', { interaction: { type: 'like', itemId: id } })
    failing.times = 1
    await liked(items[0]?.id ?? '')
    expect(caches.deleted).toEqual(['locavore-models'])
    const [models] = (await call('status', {})).degraded
    expect([models?.includes('models'), models?.includes('catalogue')]).toEqual([true, false])
    failing.times = 2
    await liked(items[1]?.id ?? '')
    expect((await call('status', {})).degraded[0]).toContain('the catalogue kept here')
    failing.times = Number.POSITIVE_INFINITY
    await expect(liked(items[2]?.id ?? '')).rejects.toMatchObject({ code: 'quota-exceeded' })
    failing.on = false
    expect((await call('history', {})).map(({ itemId }) => itemId)).toEqual([items[1]?.id, items[0]?.id])
    expect((await feed(call)).length).toBeGreaterThan(0)
  } finally {
    vi.unstubAllGlobals()
  }
})
