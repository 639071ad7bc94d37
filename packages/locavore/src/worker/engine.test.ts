import { describe, expect, test } from 'vitest'
import { clusterOf, clusterVector, TEST_SPACE } from '../../testing/clustered-catalogue.js'
import { feed, ids, like, openEngine, shareOf } from '../../testing/open-engine.js'

describe('lists', () => {
  test('five likes of one cluster move the feed to it', async () => {
    const { call, items } = await openEngine()
    expect(shareOf(await call('recommend', {}), 'c2')).toBeLessThan(0.5)
    await like(call, items, 'c2')
    const after = await call('recommend', {})
    expect(shareOf(after, 'c2')).toBeGreaterThanOrEqual(0.7)
    expect(after.entries.map(({ reasons }) => reasons.length)).not.toContain(0)
  })

  test('a new person is shown a spread with reasons', async () => {
    const { call } = await openEngine()
    const { entries } = await call('recommend', { limit: 12 })
    expect(new Set(entries.map(({ item }) => clusterOf(item))).size).toBeGreaterThanOrEqual(5)
    expect(entries[0]?.reasons[0]?.kind).toBe('onboarding')
  })

  test('pages together hold every item once, and end', async () => {
    const { call, items } = await openEngine()
    await like(call, items, 'c1')
    let page = await call('recommend', { limit: 23 })
    const seen = ids(page)
    while (page.hasMore) {
      page = await call('next', { listId: page.listId })
      expect(page.entries.length).toBeLessThanOrEqual(23)
      seen.push(...ids(page))
    }
    expect(new Set(seen).size).toBe(seen.length)
    // What was liked is not recommended again.
    expect(seen.length).toBe(items.length - 5)
    expect((await call('next', { listId: page.listId })).entries).toEqual([])
  })

  test('positions count on over pages', async () => {
    const { call } = await openEngine()
    const first = await call('search', { query: [query(1)], limit: 5 })
    const second = await call('next', { listId: first.listId, limit: 3 })
    expect([...first.entries, ...second.entries].map(({ position }) => position)).toEqual([0, 1, 2, 3, 4, 5, 6, 7])
  })

  test('a filter holds before ranking: the page is full and nothing else is in it', async () => {
    const { call, items } = await openEngine()
    await like(call, items, 'c2')
    const page = await call('recommend', { limit: 20, filter: { cluster: 'c5', even: false } })
    expect(page.entries).toHaveLength(20)
    expect(page.entries.every(({ item }) => clusterOf(item) === 'c5')).toBe(true)
  })

  test('what is hidden after the first page is not on the next', async () => {
    const { call, items } = await openEngine()
    const whole = ids(await call('recommend', { limit: 60 }))
    const first = await call('recommend', { limit: 10 })
    const doomed = whole[12] as string
    await call('record', { interaction: { type: 'hide', itemId: doomed } })
    const second = await call('next', { listId: first.listId, limit: 10 })
    expect(ids(second)).not.toContain(doomed)
    expect(items.length).toBeGreaterThan(60)
  })

  test('related items are of the same cluster, and not the item itself', async () => {
    const { call, items } = await openEngine()
    const item = items[9]
    const page = await call('related', { itemId: item?.id ?? '', limit: 10, diversity: 0 })
    expect(ids(page)).not.toContain(item?.id)
    expect(shareOf(page, 'c3')).toBe(1)
  })

  test('search by vector, by item, and by both', async () => {
    const { call, items } = await openEngine()
    const byVector = await call('search', { query: [query(4)], limit: 10, diversity: 0 })
    expect(shareOf(byVector, 'c4')).toBe(1)
    const byItem = await call('search', { query: [], itemId: items[4]?.id ?? '', limit: 10, diversity: 0 })
    expect(byItem.kind).toBe('search')
    expect(shareOf(byItem, 'c4')).toBe(1)
    const both = await call('search', { query: [query(4)], itemId: items[4]?.id ?? '', limit: 10, diversity: 0 })
    expect(shareOf(both, 'c4')).toBe(1)
  })
})

describe('explanations', () => {
  test('parts sum to the score, and the history names what was liked', async () => {
    const { call, items } = await openEngine()
    const liked = await like(call, items, 'c2')
    const page = await call('recommend', { limit: 20 })
    for (const { item, score, position } of page.entries) {
      const explanation = await call('explain', { listId: page.listId, itemId: item.id })
      const sum = explanation.parts.reduce((total, part) => total + part.value, 0)
      expect(Math.abs(sum - score)).toBeLessThan(1e-5)
      expect(explanation.position).toBe(position)
      expect(explanation.sentence).not.toBe('')
    }
    const first = await call('explain', { listId: page.listId, itemId: page.entries[0]?.item.id ?? '' })
    expect(liked).toContain(first.history[0]?.itemId)
  })

  test('a list that is not kept any more is unknown', async () => {
    const { call } = await openEngine()
    const first = await call('recommend', {})
    for (let more = 0; more < 50; more += 1) await call('recommend', { limit: 1 })
    await expect(call('next', { listId: first.listId })).rejects.toMatchObject({ code: 'unknown-list' })
    await expect(call('explain', { listId: 'no', itemId: 'no' })).rejects.toMatchObject({ code: 'unknown-list' })
  })
})

describe('what is known', () => {
  test('forgetting one like equals never having given it', async () => {
    const one = await openEngine()
    const liked = await like(one.call, one.items, 'c2')
    const stray = one.items.find((item) => clusterOf(item) === 'c0')?.id ?? ''
    const { sequence } = await one.call('record', { interaction: { type: 'like', itemId: stray } })
    expect(await one.call('forget', { sequences: [sequence] })).toEqual({ forgotten: 1 })

    const other = await openEngine()
    await like(other.call, other.items, 'c2')
    expect(await feed(one.call)).toEqual(await feed(other.call))
    expect((await one.call('history', {})).map(({ itemId }) => itemId)).toEqual([...liked].reverse())
  })

  test('forgetting and importing reach the lists that are shown already', async () => {
    const { call, items } = await openEngine()
    await like(call, items, 'c2')
    const { json } = await call('exportData', {})
    const gone = async (change: () => Promise<unknown>) => {
      const { listId, entries } = await call('recommend', { limit: 5 })
      const shown = { listId, itemId: entries[0]?.item.id ?? '' }
      expect((await call('explain', shown)).itemId).toBe(shown.itemId)
      await change()
      await expect(call('explain', shown)).rejects.toMatchObject({ code: 'unknown-list' })
      await expect(call('next', { listId })).rejects.toMatchObject({ code: 'unknown-list' })
    }
    await gone(() => call('forget', { sequences: [2] }))
    await gone(() => call('importData', { json }))

    const { listId, entries } = await call('recommend', { limit: 5 })
    expect(await call('forget', { sequences: [99] })).toEqual({ forgotten: 0 })
    expect((await call('next', { listId })).entries).toHaveLength(5)
    await call('erase', {})
    await expect(call('explain', { listId, itemId: entries[0]?.item.id ?? '' })).rejects.toMatchObject({
      code: 'closed',
    })
  })

  test('history is newest first, with items and weights; the profile names the interest', async () => {
    const { call, items } = await openEngine()
    await like(call, items, 'c2')
    await call('record', { interaction: { type: 'hide', itemId: 'item-0000' } })
    const history = await call('history', {})
    expect(history.map(({ sequence }) => sequence)).toEqual([6, 5, 4, 3, 2, 1])
    expect(history[0]).toMatchObject({ type: 'hide', item: { id: 'item-0000' } })
    expect(history[0]?.weight).toBeLessThan(0)
    expect(history[1]?.weight).toBeGreaterThan(0)
    const profile = await call('profile', {})
    expect(profile).toMatchObject({ interactions: 6, hiddenItems: ['item-0000'] })
    expect(profile.interests[0]).toMatchObject({ attribute: 'cluster', value: 'c2', share: 1 })
  })

  test('export, erase, import in a new engine gives the same feed', async () => {
    const one = await openEngine()
    await like(one.call, one.items, 'c3')
    await one.call('putItems', { items: [own('mine', 3)] })
    const before = await feed(one.call)
    const { json } = await one.call('exportData', {})
    await one.call('erase', {})
    await expect(one.call('recommend', {})).rejects.toMatchObject({ code: 'closed' })

    const other = await openEngine()
    expect(await other.call('importData', { json })).toEqual({ interactions: 5, items: 1 })
    expect(await feed(other.call)).toEqual(before)
  })

  test('a file that is none changes nothing', async () => {
    const { call, items } = await openEngine()
    await like(call, items, 'c3')
    const before = await feed(call)
    for (const json of ['', 'null', '{"format":"locavore-export@1"}', '[1]', '{']) {
      await expect(call('importData', { json })).rejects.toMatchObject({ code: 'import-invalid' })
    }
    expect(await feed(call)).toEqual(before)
  })

  test('wrong interactions are refused by name and leave no trace', async () => {
    const { call } = await openEngine()
    const refused = async (interaction: object, code: string) =>
      expect(call('record', { interaction: interaction as never })).rejects.toMatchObject({ code })
    await refused({ type: 'like', itemId: 'nobody' }, 'unknown-item')
    await refused({ type: 'adore', itemId: 'item-0000' }, 'unknown-interaction')
    await refused({ type: 'like' }, 'invalid-argument')
    await refused({ type: 'dwell', itemId: 'item-0000', value: Number.NaN }, 'invalid-argument')
    await refused({ type: 'like', itemId: 'item-0000', position: -1 }, 'invalid-argument')
    await refused({ type: 'like', itemId: 'item-0000', stars: 5 }, 'unknown-option')
    expect(await call('history', {})).toEqual([])
    await expect(call('forget', { sequences: [0.5] })).rejects.toMatchObject({ code: 'invalid-argument' })
  })
})

describe('items of the person', () => {
  test('are ranked with everything else, and can be taken out', async () => {
    const { call } = await openEngine()
    expect(await call('putItems', { items: [own('mine', 4)] })).toEqual({ added: 1, refused: [] })
    const ask = { query: [query(4)], limit: 50, diversity: 0 }
    expect(ids(await call('search', ask))).toContain('mine')
    expect(await call('removeItems', { itemIds: ['mine', 'nobody'] })).toEqual({ removed: 1 })
    expect(ids(await call('search', ask))).not.toContain('mine')
    await expect(call('getItems', { itemIds: ['mine'] })).rejects.toMatchObject({ code: 'unknown-item' })
  })

  test("those of the site are not the page's to take out", async () => {
    const { call, items } = await openEngine()
    await call('putItems', { items: [own('mine', 4)] })
    const id = items[0]?.id ?? ''
    expect(await call('removeItems', { itemIds: [id, 'mine'] })).toEqual({ removed: 1 })
    expect(await call('getItems', { itemIds: [id] })).toEqual({ items: [expect.objectContaining({ id })] })
    expect((await call('status', {})).items).toBe(items.length)
  })

  test('bad ones are refused alone, each with its code', async () => {
    const { call, items } = await openEngine()
    const before = (await call('status', {})).items
    const bad = (id: string, vector: number[], spaceId = TEST_SPACE.id) => ({
      item: { id, title: id },
      embeddings: [{ modality: 'text' as const, spaceId, vector: Float32Array.from(vector) }],
    })
    const vector = clusterVector(0, 1)
    const result = await call('putItems', {
      items: [
        bad('nan', vector.with(3, Number.NaN)),
        bad('short', vector.slice(1)),
        bad(
          'zero',
          vector.map(() => 0),
        ),
        bad('elsewhere', vector, 'another/space@1'),
        bad(items[0]?.id ?? '', vector),
        { item: { id: '' }, embeddings: [] },
        own('good', 1),
      ],
    })
    expect(result.added).toBe(1)
    expect(result.refused.map(({ id, error }) => [id, error.code])).toEqual([
      ['nan', 'invalid-vector'],
      ['short', 'invalid-vector'],
      ['zero', 'invalid-vector'],
      ['elsewhere', 'space-mismatch'],
      [items[0]?.id, 'duplicate-item'],
      ['', 'invalid-argument'],
    ])
    expect((await call('status', {})).items).toBe(before + 1)
  })

  test('a query of another space or with NaN is refused', async () => {
    const { call } = await openEngine()
    const wrong = { ...query(1), spaceId: 'another/space@1' }
    await expect(call('search', { query: [wrong] })).rejects.toMatchObject({ code: 'space-mismatch' })
    const broken = { ...query(1), vector: Float32Array.from(clusterVector(1, 1).with(0, Number.NaN)) }
    await expect(call('search', { query: [broken] })).rejects.toMatchObject({ code: 'invalid-vector' })
  })
})

describe('the protocol', () => {
  test('a page of another build is told to reload', async () => {
    const { call, request } = await openEngine()
    await expect(call('open', { ...request, protocol: 999 })).rejects.toMatchObject({
      code: 'internal',
      message: expect.stringContaining('Reload'),
    })
  })

  test('a call given up before its turn does nothing', async () => {
    const { service, call } = await openEngine()
    const givenUp = { cancelled: () => true, onCancel: () => {}, progress: () => {} }
    const interaction = { type: 'like', itemId: 'item-0000' } as const
    await expect(service.record({ interaction }, givenUp)).rejects.toMatchObject({ code: 'aborted' })
    expect(await call('history', {})).toEqual([])
  })
})

function query(cluster: number) {
  return { modality: 'text' as const, spaceId: TEST_SPACE.id, vector: Float32Array.from(clusterVector(cluster, 777)) }
}

function own(id: string, cluster: number) {
  return {
    item: { id, title: `My ${id}`, image: 'data:image/webp;base64,AAAA' },
    embeddings: [{ ...query(cluster), modality: 'image' as const }],
  }
}

test('without a database everything works from memory, and the report says so', async () => {
  const { call, items } = await openEngine({ open: { storage: 'persistent' } })
  const { storage, degraded } = await call('status', {})
  expect(storage).toBe('memory')
  expect(degraded[0]).toContain('memory')
  await like(call, items, 'c1')
  expect(await feed(call)).toHaveLength(100)
})
