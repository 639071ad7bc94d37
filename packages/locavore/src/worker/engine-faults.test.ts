import 'fake-indexeddb/auto'
import { LocavoreError } from '@locavore/core'
import { createRetrievalKernels as createKernels } from '@locavore/kernels/retrieval'
import { openStore, type Store } from '@locavore/store'
import { expect, test } from 'vitest'
import { callerOf, feed, like, serveCatalogue } from '../../testing/open-engine.js'
import type { OpenRequest } from '../shared/protocol.js'
import { createEngine } from './engine.js'

/** An engine whose store fails in the named method, for as long as `failing.on`. */
async function openFaulty(method: keyof Store, open: Partial<OpenRequest> = {}) {
  const failing = { on: true }
  const faulty: typeof openStore = async (options) => {
    const { store } = await openStore(options)
    const proxy = new Proxy(store, {
      get: (target, key) => {
        const value: unknown = Reflect.get(target, key)
        if (typeof value !== 'function') return value
        return (...given: unknown[]) => {
          if (key === method && failing.on) return Promise.reject(new LocavoreError('quota-exceeded', 'No room.'))
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

test('a catalogue that does not fit on the device is ranked all the same, and is kept when there is room', async () => {
  const { call, failing } = await openFaulty('putPackFile', { storage: 'persistent', name: 'no-room' })
  const before = await feed(call)
  expect((await call('refresh', {})).degraded[0]).toContain('quota-exceeded')
  expect(await feed(call)).toEqual(before)
  failing.on = false
  expect((await call('refresh', {})).degraded).toEqual([])
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
