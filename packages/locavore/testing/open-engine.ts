import type { Item } from '@locavore/core'
import { createRetrievalKernels } from '@locavore/kernels/retrieval'
import { openStore } from '@locavore/store'
import type { CallContext } from '@locavore/threads/worker'
import { onTestFinished } from 'vitest'
import { type EngineService, type ListPage, type OpenRequest, PROTOCOL_VERSION } from '../src/shared/protocol.js'
import { createEngine } from '../src/worker/engine.js'
import { serveFiles } from './catalogue-server.js'
import { type ClusterOptions, clusteredCatalogue, clusterOf } from './clustered-catalogue.js'

const PATIENT: CallContext = { cancelled: () => false, onCancel: () => {}, progress: () => {} }

export type EngineCall = <K extends keyof EngineService>(
  method: K,
  argument: Parameters<EngineService[K]>[0],
) => ReturnType<EngineService[K]>

export function callerOf(service: EngineService): EngineCall {
  return (method, argument) =>
    (service[method] as (argument: unknown, context: CallContext) => ReturnType<EngineService[typeof method]>)(
      argument,
      PATIENT,
    )
}

export interface OpenEngineOptions extends ClusterOptions {
  readonly open?: Partial<OpenRequest>
}

/** A catalogue on a server of its own, and how to ask for it. */
export async function serveCatalogue(options: OpenEngineOptions = {}) {
  const catalogue = await clusteredCatalogue(options)
  const files = new Map<string, Uint8Array>(catalogue.files)
  const server = await serveFiles(files)
  onTestFinished(server.close)
  const request: OpenRequest = {
    protocol: PROTOCOL_VERSION,
    name: 'engine-test',
    storage: 'memory',
    catalogue: server.url,
    ...options.open,
  }
  return { ...catalogue, files, request }
}

/** An engine without a thread, open and loaded, with everything else real. */
export async function openEngine(options: OpenEngineOptions = {}) {
  const served = await serveCatalogue(options)
  const service = createEngine({ openStore, createKernels: createRetrievalKernels })
  const call = callerOf(service)
  await call('open', served.request)
  await call('load', {})
  return { ...served, service, call }
}

export function ids(page: ListPage): string[] {
  return page.entries.map(({ item }) => item.id)
}

export function shareOf(page: ListPage, cluster: string): number {
  return page.entries.filter(({ item }) => clusterOf(item) === cluster).length / page.entries.length
}

/** Likes the first five items of a cluster. */
export async function like(call: EngineCall, items: readonly Item[], cluster: string): Promise<string[]> {
  const liked = items.filter((item) => clusterOf(item) === cluster).slice(0, 5)
  for (const { id } of liked) await call('record', { interaction: { type: 'like', itemId: id } })
  return liked.map(({ id }) => id)
}

/** What a person would see: items, order, scores and reasons of a long list. */
export async function feed(call: EngineCall) {
  const { entries } = await call('recommend', { limit: 100 })
  return entries.map(({ item, score, reasons }) => ({ id: item.id, score, reasons }))
}
