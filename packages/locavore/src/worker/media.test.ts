import 'fake-indexeddb/auto'
import { type EmbeddingSpace, MODALITIES, type Modality } from '@locavore/core'
import { createRetrievalKernels as createKernels } from '@locavore/kernels/retrieval'
import { openStore } from '@locavore/store'
import { describe, expect, test } from 'vitest'
import { clusterVector, TEST_SPACE } from '../../testing/clustered-catalogue.js'
import { callerOf, type EngineCall, feed, like, openEngine, shareOf } from '../../testing/open-engine.js'
import { type OpenRequest, PROTOCOL_VERSION } from '../shared/protocol.js'
import { createEngine } from './engine.js'

let names = 0
function freshName(): string {
  names += 1
  return `media-${names}`
}

function embeddingOf(modality: Modality, cluster: number, spaceId = TEST_SPACE.id, seed = cluster) {
  return { modality, spaceId, vector: Float32Array.from(clusterVector(cluster, seed * 7 + modality.length)) }
}

/** The feed, without the last digits: they depend on the order in which items came into memory. */
async function shown(call: EngineCall) {
  return (await feed(call)).map(({ id, score, reasons }) => [id, score.toFixed(9), reasons])
}

/** An engine without a catalogue, as a site with an encoder opens it. */
async function openBare(name: string, space: EmbeddingSpace = TEST_SPACE): Promise<EngineCall> {
  const call = callerOf(createEngine({ openStore, createKernels }))
  const request: OpenRequest = { protocol: PROTOCOL_VERSION, name, storage: 'persistent', space }
  await call('open', request)
  await call('load', {})
  return call
}

describe('a catalogue of four media', () => {
  test('comes with absolute addresses, and every medium is part of the score', async () => {
    const { call, items, request } = await openEngine({ modalities: MODALITIES })
    const [first] = (await call('getItems', { itemIds: ['item-0003'] })).items
    expect(first?.audio).toBe(new URL('sounds/3.webm', request.catalogue).href)
    expect(first?.clip).toBe(new URL('clips/3.webm', request.catalogue).href)
    await like(call, items, 'c2')
    const page = await call('recommend', { limit: 20 })
    expect(shareOf(page, 'c2')).toBeGreaterThanOrEqual(0.7)
    const itemId = page.entries[0]?.item.id ?? ''
    const { byModality } = await call('explain', { listId: page.listId, itemId })
    expect(Object.keys(byModality).sort()).toEqual(['audio', 'clip', 'image', 'text'])
  })

  test('is asked with one medium or several, and with an item beside them', async () => {
    const { call } = await openEngine({ modalities: MODALITIES })
    for (const modality of MODALITIES) {
      const page = await call('search', { query: [embeddingOf(modality, 4)], limit: 10, diversity: 0 })
      expect(shareOf(page, 'c4')).toBe(1)
    }
    const query = [embeddingOf('audio', 1), embeddingOf('image', 1)]
    expect(shareOf(await call('search', { query, limit: 10, diversity: 0 }), 'c1')).toBe(1)
    const both = await call('search', { query: [embeddingOf('text', 1)], itemId: 'item-0005', limit: 60, diversity: 0 })
    expect(shareOf(both, 'c1')).toBeGreaterThan(0.3)
    expect(shareOf(both, 'c5')).toBeGreaterThan(0.3)
  })

  test('gives what an item is looked into with: another item, centred as in the score', async () => {
    const { call } = await openEngine({ modalities: MODALITIES })
    const { item, queries } = await call('alignment', { itemId: 'item-0003', queryItemId: 'item-0009' })
    expect(item.id).toBe('item-0003')
    expect(Object.keys(queries).sort()).toEqual(['audio', 'clip', 'image', 'text'])
    expect(Math.hypot(...(queries.image ?? []))).toBeCloseTo(1, 5)
    expect(await call('alignment', { itemId: 'item-0003' })).toEqual({ item, queries: {} })
    await expect(call('alignment', { itemId: 'nobody' })).rejects.toMatchObject({ code: 'unknown-item' })
    await expect(call('alignment', { itemId: 'item-0003', queryItemId: 'no' })).rejects.toMatchObject({
      code: 'unknown-item',
    })
  })
})

describe('sounds and clips a person added', () => {
  test('survive a reload, an export and an import, and are gone when erased', async () => {
    const name = freshName()
    const call = await openBare(name)
    const item = { id: 'own', title: 'Own', audio: 'data:audio/webm;base64,AAAA', clip: '/own.webm' }
    const embeddings = MODALITIES.map((modality) => embeddingOf(modality, 2))
    const others = Array.from({ length: 30 }, (_, index) => ({
      item: { id: `other-${index}` },
      embeddings: [embeddingOf(MODALITIES[index % 4] as Modality, index % 6, TEST_SPACE.id, index)],
    }))
    expect((await call('putItems', { items: [{ item, embeddings }, ...others] })).added).toBe(31)
    await call('record', { interaction: { type: 'like', itemId: 'own' } })
    const before = await shown(call)
    const { json } = await call('exportData', {})
    await call('close', {})

    const reloaded = await openBare(name)
    expect((await reloaded('getItems', { itemIds: ['own'] })).items).toEqual([item])
    expect(await shown(reloaded)).toEqual(before)
    await reloaded('erase', {})

    const copy = await openBare(freshName())
    await expect(copy('getItems', { itemIds: ['own'] })).rejects.toMatchObject({ code: 'unknown-item' })
    expect(await copy('importData', { json })).toEqual({ interactions: 1, items: 31 })
    expect((await copy('getItems', { itemIds: ['own'] })).items).toEqual([item])
    expect(await shown(copy)).toEqual(before)
    await copy('erase', {})
    const again = await openBare(name)
    expect((await again('status', {})).items).toBe(0)
    await again('close', {})
  })
})

describe('another model', () => {
  const NEXT: EmbeddingSpace = { ...TEST_SPACE, id: 'test/clusters@2' }

  /** A shelf of an older model, opened with a newer one. */
  async function afterTheChange() {
    const name = freshName()
    const old = await openBare(name)
    await old('putItems', {
      items: [
        { item: { id: 'b', text: 'words' }, embeddings: [embeddingOf('text', 1)] },
        { item: { id: 'a', text: 'both' }, embeddings: [embeddingOf('text', 1), embeddingOf('audio', 1)] },
        { item: { id: 'c' }, embeddings: [embeddingOf('clip', 1)] },
      ],
    })
    expect((await old('status', {})).waiting).toBe(0)
    await old('close', {})
    return { name, call: await openBare(name, NEXT) }
  }

  test('is said aloud: how many items wait, which they are, and which media they had', async () => {
    const { call } = await afterTheChange()
    const { waiting, degraded, items } = await call('status', {})
    expect({ waiting, items }).toEqual({ waiting: 3, items: 3 })
    expect(degraded.join(' ')).toMatch(/^3 items .* reencode\(\)/)
    const first = await call('listWaiting', { limit: 2 })
    expect(first.items.map(({ item, modalities }) => [item.id, [...modalities].sort()])).toEqual([
      ['a', ['audio', 'text']],
      ['b', ['text']],
    ])
    expect((await call('listWaiting', { limit: 2, after: 'b' })).items.map(({ item }) => item.id)).toEqual(['c'])
    await call('close', {})
  })

  test('takes new embeddings; the old ones stay for the way back; the rest waits until added again or removed', async () => {
    const { call, name } = await afterTheChange()
    const fresh = (itemId: string) => ({ itemId, embeddings: [embeddingOf('text', 3, NEXT.id)] })
    expect(await call('putEmbeddings', { items: [fresh('a'), fresh('gone')] })).toEqual({ stored: 1 })
    expect((await call('status', {})).waiting).toBe(2)
    await call('putItems', { items: [{ item: { id: 'b' }, embeddings: [embeddingOf('text', 2, NEXT.id)] }] })
    // Added again meanwhile: what was encoded from the older content must not take its place.
    expect(await call('putEmbeddings', { items: [fresh('b')] })).toEqual({ stored: 0 })
    expect((await call('status', {})).waiting).toBe(1)
    await call('close', {})

    const reloaded = await openBare(name, NEXT)
    expect((await reloaded('status', {})).waiting).toBe(1)
    await reloaded('removeItems', { itemIds: ['c'] })
    expect((await reloaded('status', {})).degraded).toEqual([])
    await reloaded('close', {})

    const back = await openBare(name)
    expect((await back('listWaiting', { limit: 9 })).items.map(({ item }) => item.id)).toEqual(['b'])
    await back('close', {})
  })

  test('refuses embeddings of the old one', async () => {
    const { call } = await afterTheChange()
    const items = [{ itemId: 'a', embeddings: [embeddingOf('text', 1)] }]
    await expect(call('putEmbeddings', { items })).rejects.toMatchObject({ code: 'space-mismatch' })
    await call('close', {})
  })
})
