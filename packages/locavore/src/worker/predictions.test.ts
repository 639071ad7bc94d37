import { createRandom, examination, type InteractionInput } from '@locavore/core'
import { describe, expect, it, vi } from 'vitest'
import { clusterOf } from '../../testing/clustered-catalogue.js'
import { openEngine } from '../../testing/open-engine.js'

vi.setConfig({ testTimeout: 120_000 })

const LIST = 10
/** Chances for an item of the person's taste, and for any other. */
const CHANCES = { click: [0.5, 0.1], finish: [0.8, 0.3], like: [0.6, 0.1] } as const

/** Shows so many lists of random items to a person who likes one cluster, and looks less the further down it is. */
async function openWithHabits(lists: number) {
  const opened = await openEngine({ perCluster: 60 })
  const random = createRandom(7)
  const log: InteractionInput[] = []
  /** How often what is of the taste, and everything else, was probably looked at, and opened. */
  const done = [0, 1].map(() => ({ looks: 0, openings: 0 }))
  for (let list = 0; list < lists; list += 1) {
    const shown = Array.from({ length: LIST }, () => opened.items[Math.floor(random() * opened.items.length)])
    const listId = `l${list}`
    for (const [position, item] of shown.entries()) {
      log.push({ type: 'impression', itemId: item?.id ?? '', listId, position })
    }
    shown.forEach((item, position) => {
      const own = item !== undefined && clusterOf(item) === 'c1' ? 0 : 1
      const itemId = item?.id ?? ''
      const looked = examination(position)
      const counted = done[own]
      if (counted !== undefined) counted.looks += looked
      if (random() >= CHANCES.click[own] * looked) return
      if (counted !== undefined) counted.openings += 1
      log.push({ type: 'view', itemId, listId })
      if (random() < CHANCES.finish[own]) log.push({ type: 'play', itemId, value: 1 })
      if (random() < CHANCES.like[own]) log.push({ type: 'like', itemId })
    })
  }
  const interactions = log.map((input, k) => ({ ...input, sequence: k + 1, at: k }))
  const data = { format: 'locavore-export@1', exportedAt: 0, interactions, items: [], embeddings: [] }
  await opened.call('importData', { json: JSON.stringify(data) })
  return { ...opened, openRates: done.map(({ looks, openings }) => openings / looks) }
}

const mean = (values: readonly (number | undefined)[]) =>
  values.reduce<number>((sum, value) => sum + (value ?? Number.NaN), 0) / values.length

describe('predictions', () => {
  it('say that they do not know before there is enough to know', async () => {
    const { call, items } = await openWithHabits(3)
    const itemIds = items.slice(0, 3).map(({ id }) => id)
    const report = await call('predict', { itemIds })
    expect(report.unknown).toEqual(['click', 'finish', 'like', 'dislike', 'rating'])
    expect(report.items).toEqual(itemIds.map((itemId) => ({ itemId })))
    await expect(call('predict', { itemIds: ['nobody'] })).rejects.toMatchObject({ code: 'unknown-item' })
  })

  it('come close to what the person does, for what they like and for everything else', async () => {
    const { call, items, openRates } = await openWithHabits(150)
    const report = await call('predict', { itemIds: items.map(({ id }) => id) })
    expect(report.evidence.shown).toBeGreaterThan(1_000)
    expect(report.unknown).toEqual(['dislike'])
    const of = (own: boolean) => report.items.filter((_, k) => (clusterOf(items[k] ?? { id: '' }) === 'c1') === own)
    // Predicted as if shown first, where everything is looked at; held against what this person happened to do.
    const [ownRate = Number.NaN, otherRate = Number.NaN] = openRates
    expect(ownRate).toBeGreaterThan(0.35)
    expect(Math.abs(mean(of(true).map(({ click }) => click)) / ownRate - 1)).toBeLessThan(0.15)
    expect(Math.abs(mean(of(false).map(({ click }) => click)) - otherRate)).toBeLessThan(0.03)
    expect(mean(of(true).map(({ like }) => like))).toBeGreaterThan(mean(of(false).map(({ like }) => like)) + 0.2)
    expect(mean(of(true).map(({ finish }) => finish))).toBeGreaterThan(mean(of(false).map(({ finish }) => finish)))
    expect(mean(of(true).map(({ rating }) => rating))).toBeGreaterThan(mean(of(false).map(({ rating }) => rating)))
    expect(report.items.every(({ rating = 0 }) => rating >= 1 && rating <= 5)).toBe(true)
    expect(report.items.every((item) => !('dislike' in item))).toBe(true)
  })

  it('forget with the log: another mode has none', async () => {
    const { call, items } = await openWithHabits(40)
    const itemIds = items.slice(0, 1).map(({ id }) => id)
    expect((await call('predict', { itemIds })).unknown).not.toContain('click')
    expect((await call('predict', { itemIds, mode: 'work' })).evidence).toEqual({ shown: 0, opened: 0, judged: 0 })
  })
})
