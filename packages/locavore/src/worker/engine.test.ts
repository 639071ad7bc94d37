import { createKernels } from '@locavore/kernels'
import { openStore } from '@locavore/store'
import type { CallContext } from '@locavore/threads/worker'
import { afterEach, describe, expect, test } from 'vitest'
import { type EngineService, type ListPage, PROTOCOL_VERSION } from '../shared/protocol.js'
import { serveFiles } from '../testing/catalogue-server.js'
import {
  type ClusterOptions,
  clusteredCatalogue,
  clusterOf,
  clusterVector,
  TEST_SPACE,
} from '../testing/clustered-catalogue.js'
import { createEngine } from './engine.js'

const PATIENT: CallContext = { cancelled: () => false, onCancel: () => {}, progress: () => {} }
const endings: (() => void)[] = []
afterEach(() => {
  for (const end of endings.splice(0)) end()
})

async function openEngine(options: ClusterOptions = {}) {
  const catalogue = await clusteredCatalogue(options)
  const files = new Map(catalogue.files)
  const server = await serveFiles(files)
  endings.push(server.close)
  const service = createEngine({ openStore, createKernels })
  const call = <K extends keyof EngineService>(method: K, argument: Parameters<EngineService[K]>[0]) =>
    (service[method] as (argument: unknown, context: CallContext) => ReturnType<EngineService[K]>)(argument, PATIENT)
  const request = { protocol: PROTOCOL_VERSION, name: 'engine-test', storage: 'memory', catalogue: server.url } as const
  await call('open', request)
  await call('load', {})
  return { ...catalogue, call, files, request, server }
}

const ids = (page: ListPage) => page.entries.map((entry) => entry.item.id)
const share = (page: ListPage, cluster: string) =>
  page.entries.filter(({ item }) => clusterOf(item) === cluster).length / page.entries.length

async function like(call: Awaited<ReturnType<typeof openEngine>>['call'], itemIds: readonly string[]) {
  for (const itemId of itemIds) await call('record', { interaction: { type: 'like', itemId } })
}

describe('lists', () => {
  test('five likes of one cluster move the feed to it', async () => {
    const { call, items } = await openEngine()
    const before = share(await call('recommend', {}), 'c2')
    await like(
      call,
      items
        .filter((item) => clusterOf(item) === 'c2')
        .slice(0, 5)
        .map(({ id }) => id),
    )
    const after = await call('recommend', {})
    expect(before).toBeLessThan(0.5)
    expect(share(after, 'c2')).toBeGreaterThanOrEqual(0.7)
    expect(after.entries[0]?.reasons.length).toBeGreaterThan(0)
  })
})
