import type { Item } from '@locavore/core'
import { describe, expect, test } from 'vitest'
import { clusterOf } from '../../testing/clustered-catalogue.js'
import { ids, openEngine } from '../../testing/open-engine.js'

const FIRST = 'item-0001'

function second(id: string, more: Partial<Item> = {}) {
  return { item: { id, title: 'Second', relations: [{ type: 'sequel', itemId: FIRST }], ...more }, embeddings: [] }
}

describe('ties of items that a person or site adds', () => {
  test('bring what continues a liked item, say so, and stay out where a filter leaves them out', async () => {
    const { call } = await openEngine()
    await call('putItems', { items: [second('mine', { attributes: { cluster: 'own' } })] })
    await call('record', { interaction: { type: 'like', itemId: FIRST } })
    const page = await call('recommend', { limit: 60, diversity: 0 })
    const mine = page.entries.find(({ item }) => item.id === 'mine')
    expect(mine?.reasons).toContainEqual(
      expect.objectContaining({ kind: 'related-by', relation: 'sequel', itemId: FIRST }),
    )
    const { parts, score, tie, sentence } = await call('explain', { listId: page.listId, itemId: 'mine' })
    expect(tie).toEqual({ relation: 'sequel', itemId: FIRST })
    expect(sentence).toContain('ontinues')
    expect(parts.reduce((sum, { value }) => sum + value, 0)).toBeCloseTo(score, 9)
    expect(ids(await call('recommend', { limit: 60, filter: { cluster: 'c2' } }))).not.toContain('mine')
  })

  test('go with the person: an export brings them back', async () => {
    const { call } = await openEngine()
    await call('putItems', { items: [second('mine', { likesByPeriod: [1, 2, 3] })] })
    await call('record', { interaction: { type: 'like', itemId: FIRST } })
    const { json } = await call('exportData', {})
    const other = await openEngine({ open: { name: 'another' } })
    await other.call('importData', { json })
    const { items } = await other.call('getItems', { itemIds: ['mine'] })
    expect(items[0]).toMatchObject({ relations: [{ type: 'sequel', itemId: FIRST }], likesByPeriod: [1, 2, 3] })
    const page = await other.call('recommend', { limit: 200 })
    const mine = page.entries.find(({ item }) => item.id === 'mine')
    expect(mine?.reasons.map(({ kind }) => kind)).toContain('related-by')
  })

  test('that are none are refused by name, and nothing of the item is kept', async () => {
    const { call } = await openEngine()
    for (const relations of [[{ type: 'sequel' }], 'sequel', [{ type: 'sequel', itemId: 'bad' }]]) {
      const { added, refused } = await call('putItems', { items: [second('bad', { relations: relations as never })] })
      expect(added).toBe(0)
      expect(refused[0]?.error.code).toBe('invalid-argument')
    }
  })
})

test('an attribute ties items where the site says what it means', async () => {
  const { call, items } = await openEngine({ open: { relations: { attributes: { cluster: 'same-creator' } } } })
  await call('record', { interaction: { type: 'like', itemId: FIRST } })
  const page = await call('recommend', { limit: 300 })
  const liked = items.find(({ id }) => id === FIRST)
  for (const { item, reasons } of page.entries) {
    const tied = reasons.some(({ kind, relation }) => kind === 'related-by' && relation === 'same-creator')
    if (tied) expect(clusterOf(item)).toBe(liked && clusterOf(liked))
  }
  expect(page.entries.some(({ reasons }) => reasons.some(({ kind }) => kind === 'related-by'))).toBe(true)
})
