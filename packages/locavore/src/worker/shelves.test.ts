import type { Item } from '@locavore/core'
import { describe, expect, test, vi } from 'vitest'
import { clusterOf } from '../../testing/clustered-catalogue.js'
import { type EngineCall, ids, openEngine } from '../../testing/open-engine.js'
import type { ShelfName } from '../shared/protocol.js'

vi.setConfig({ testTimeout: 60_000 })

const view = (call: EngineCall, itemId: string) => call('record', { interaction: { type: 'view', itemId } })
const add = (call: EngineCall, ...items: Item[]) =>
  call('putItems', { items: items.map((item) => ({ item, embeddings: [] })) })

describe('lists of one question', () => {
  test('trending: by likes in time alone, and empty where there are none', async () => {
    const { call } = await openEngine()
    expect(ids(await call('shelf', { shelf: 'trending' }))).toEqual([])
    await add(call, { id: 'steady', likesByPeriod: [9, 9, 9] }, { id: 'rising', likesByPeriod: [1, 1, 30] })
    const page = await call('shelf', { shelf: 'trending' })
    expect(ids(page)).toEqual(['rising'])
    expect(page).toMatchObject({ kind: 'shelf', hasMore: false })
    expect(page.entries[0]?.reasons[0]?.kind).toBe('trending')
    const said = await call('shelf', { shelf: 'trending', language: 'de' })
    expect(said.entries[0]?.reasons[0]?.message).toMatch(/mehr Leuten als sonst/)
  })

  test('again and recently seen: from the log, and gone when it is forgotten', async () => {
    const { call } = await openEngine()
    await call('record', { interaction: { type: 'play', itemId: 'item-0004', value: 1 } })
    await view(call, 'item-0007')
    expect(ids(await call('shelf', { shelf: 'again' }))).toEqual(['item-0004'])
    const seen = await call('shelf', { shelf: 'recently-seen' })
    expect(ids(seen)).toEqual(['item-0007', 'item-0004'])
    expect(seen.entries[0]?.reasons[0]).toMatchObject({ own: true, interaction: 'view' })
    await call('forget', { sequences: [1] })
    expect(ids(await call('shelf', { shelf: 'again' }))).toEqual([])
    expect(ids(await call('shelf', { shelf: 'recently-seen' }))).toEqual(['item-0007'])
  })

  test('because: like the last one, named in the reasons, and explained', async () => {
    const { call, items } = await openEngine()
    expect(ids(await call('shelf', { shelf: 'because' }))).toEqual([])
    await view(call, 'item-0002')
    const page = await call('shelf', { shelf: 'because', limit: 10 })
    const cluster = items[2] && clusterOf(items[2])
    expect(page.entries.filter(({ item }) => clusterOf(item) === cluster).length).toBeGreaterThanOrEqual(8)
    expect(page.entries[0]?.reasons[0]).toMatchObject({ kind: 'similar-to-item', itemId: 'item-0002' })
  })

  test('complementary: what the site ties, filtered like any list', async () => {
    const { call } = await openEngine()
    const ties = [{ type: 'complement', itemId: 'item-0001' }]
    await add(call, { id: 'case', relations: ties, attributes: { kind: 'a' } }, { id: 'strap', relations: ties })
    const ask = { shelf: 'complementary', itemId: 'item-0001' } as const
    expect(ids(await call('shelf', ask)).sort()).toEqual(['case', 'strap'])
    expect(ids(await call('shelf', { ...ask, filter: { kind: 'a' } }))).toEqual(['case'])
  })

  test('refuses names and items that are none', async () => {
    const { call } = await openEngine()
    const named = (shelf: string) => call('shelf', { shelf: shelf as ShelfName })
    await expect(named('hot')).rejects.toMatchObject({ code: 'invalid-argument' })
    await expect(call('shelf', { shelf: 'complementary', itemId: 'none' })).rejects.toMatchObject({
      code: 'unknown-item',
    })
  })
})
