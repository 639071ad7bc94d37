import type { InteractionInput, Item } from '@locavore/core'
import { describe, expect, it, vi } from 'vitest'
import { clusterOf, clusterVector, TEST_SPACE } from '../../testing/clustered-catalogue.js'
import { type EngineCall, feed, ids, like, openEngine, shareOf } from '../../testing/open-engine.js'

vi.setConfig({ testTimeout: 60_000 })

const ofCluster = (items: readonly Item[], cluster: string) => items.filter((item) => clusterOf(item) === cluster)
const record = (call: EngineCall, interaction: InteractionInput) => call('record', { interaction })
const words = (call: EngineCall, interaction: InteractionInput, cluster: number) => {
  const vector = Float32Array.from(clusterVector(cluster, 77))
  return call('record', { interaction, embedding: { modality: 'text', spaceId: TEST_SPACE.id, vector } })
}

/** Likes five of each of two clusters. */
async function openWithTwo() {
  const opened = await openEngine()
  const first = await like(opened.call, opened.items, 'c1')
  const second = await like(opened.call, opened.items, 'c4')
  return { ...opened, first, second }
}

describe('tastes', () => {
  it('are found, named by what their items have in common, with examples', async () => {
    const { call, first, second } = await openWithTwo()
    const found = await call('tastes', {})
    expect(found.map(({ itemIds }) => new Set(itemIds))).toEqual(
      expect.arrayContaining([new Set(first), new Set(second)]),
    )
    const one = found.find(({ itemIds }) => itemIds.includes(first[0] ?? ''))
    expect(one).toMatchObject({ id: first[0], muted: false, words: expect.arrayContaining(['c1']) })
    expect(one?.examples.map(({ id }) => id)).toEqual(first.slice(1).reverse())
  })

  it('make a list alone, and none while muted; what was liked in them does not come back', async () => {
    const { call, first, second } = await openWithTwo()
    const [one = '', two = ''] = [first[0], second[0]]
    expect(shareOf(await call('recommend', { limit: 20 }), 'c4')).toBeGreaterThan(0.5)
    expect(shareOf(await call('recommend', { limit: 20, taste: one }), 'c1')).toBeGreaterThan(0.9)
    await call('editTaste', { edit: { kind: 'mute', tasteId: two }, keep: true })
    const muted = await call('recommend', { limit: 20 })
    expect([shareOf(muted, 'c1') > 0.8, shareOf(muted, 'c4')]).toEqual([true, 0])
    const all = ids(await call('recommend', { limit: 180 }))
    expect(all).toHaveLength(170)
    expect(all.filter((id) => second.includes(id))).toEqual([])
    expect(shareOf(await call('recommend', { limit: 20, taste: two }), 'c4')).toBeGreaterThan(0.9)
  })

  it('keep their edits through export and import, and lose them to the bit when these are forgotten', async () => {
    const { call, first, second } = await openWithTwo()
    const before = await feed(call)
    const edit = async (given: Parameters<typeof call<'editTaste'>>[1]['edit']) =>
      (await call('editTaste', { edit: given, keep: true })).sequences
    const [one = '', two = ''] = [first[0], second[0]]
    const made = [
      ...(await edit({ kind: 'rename', tasteId: one, name: 'The first' })),
      ...(await edit({ kind: 'merge', tasteId: one, otherTasteId: two })),
      ...(await edit({ kind: 'split', tasteId: one })),
      ...(await edit({ kind: 'mute', tasteId: two })),
    ]
    const edited = await call('tastes', {})
    expect(edited.map(({ name, muted }) => [name, muted])).toEqual(
      expect.arrayContaining([
        ['The first', false],
        [undefined, true],
      ]),
    )
    const { json } = await call('exportData', {})
    await call('forget', { sequences: made })
    expect(await feed(call)).toEqual(before)
    expect((await call('tastes', {})).some(({ name, muted }) => name !== undefined || muted)).toBe(false)
    await call('importData', { json })
    expect(await call('tastes', {})).toEqual(edited)
    await call('forget', { sequences: made })
    expect(await feed(call)).toEqual(before)
  })

  it('that are not there now, or cannot be changed so, are said to be', async () => {
    const { call, first } = await openWithTwo()
    const refused = async (edit: Parameters<typeof call<'editTaste'>>[1]['edit'], code: string) =>
      expect(call('editTaste', { edit, keep: true })).rejects.toMatchObject({ code })
    await expect(call('recommend', { taste: 'item-0005' })).rejects.toMatchObject({ code: 'unknown-taste' })
    await refused({ kind: 'mute', tasteId: 'item-0005' }, 'unknown-taste')
    await refused({ kind: 'merge', tasteId: first[0] ?? '', otherTasteId: first[0] ?? '' }, 'invalid-argument')
    await refused({ kind: 'rename', tasteId: first[0] ?? '', name: '' }, 'invalid-argument')
    const tried = await call('editTaste', { edit: { kind: 'mute', tasteId: first[0] ?? '' }, keep: false })
    expect(tried.sequences).toEqual([])
    expect((await call('tastes', {})).some(({ muted }) => muted)).toBe(false)
  })
})

describe('modes', () => {
  it('know nothing of each other, are counted, and are kept and forgotten like everything else', async () => {
    const { call, items } = await openEngine()
    await like(call, items, 'c1')
    const usual = await feed(call)
    const sequences: number[] = []
    for (const { id } of ofCluster(items, 'c4').slice(0, 5)) {
      sequences.push((await record(call, { type: 'like', itemId: id, mode: 'work' })).sequence)
    }
    expect(await feed(call)).toEqual(usual)
    const work = await call('recommend', { limit: 20, mode: 'work' })
    expect(shareOf(work, 'c4')).toBeGreaterThan(0.8)
    expect(await call('modes', {})).toEqual([{ name: 'work', interactions: 5 }])
    expect(await call('profile', { mode: 'work' })).toMatchObject({ likedItems: { length: 5 }, interactions: 10 })
    expect((await call('status', {})).interactions).toBe(10)
    expect((await call('history', {})).slice(0, 5).every(({ weight }) => weight > 0.9)).toBe(true)
    const { listId } = work
    expect(ids(await call('next', { listId, limit: 20 }))).toHaveLength(20)
    await call('forget', { sequences })
    expect(await call('modes', {})).toEqual([])
    expect(await feed(call)).toEqual(usual)
  })
})

describe('circumstances', () => {
  it('count where the person really differs between them, and nowhere else', async () => {
    const { call, items } = await openEngine({ perCluster: 60 })
    const [mornings, evenings] = [ofCluster(items, 'c1').slice(0, 15), ofCluster(items, 'c4').slice(0, 15)]
    for (const [k, { id }] of mornings.entries()) {
      await record(call, { type: 'like', itemId: id, context: ['hour:morning'] })
      await record(call, { type: 'like', itemId: evenings[k]?.id ?? '', context: ['hour:evening'] })
    }
    const plain = shareOf(await call('recommend', { limit: 20 }), 'c1')
    const morning = await call('recommend', { limit: 20, context: ['hour:morning'] })
    expect(shareOf(morning, 'c1')).toBeGreaterThan(Math.max(plain, 0.7))
    expect(shareOf(await call('recommend', { limit: 20, context: ['hour:evening'] }), 'c4')).toBeGreaterThan(0.7)
    const { circumstances } = await call('profile', { context: ['hour:morning', 'device:phone'] })
    expect(circumstances).toEqual([
      { name: 'hour', strength: expect.closeTo(0.7, 0) },
      { name: 'device', strength: 0 },
    ])
    await expect(call('recommend', { context: ['morning'] })).rejects.toMatchObject({ code: 'invalid-argument' })
  })
})

describe('steering', () => {
  const share = async (call: EngineCall, cluster: string) => shareOf(await call('recommend', { limit: 20 }), cluster)

  it('by words, by an item, by both and by settings is in the next list, listed, and undone', async () => {
    const { call, items } = await openEngine()
    await like(call, items, 'c1')
    const before = await feed(call)
    const [other = expect.fail('no item')] = ofCluster(items, 'c5')
    const plain = { c2: await share(call, 'c2'), c5: await share(call, 'c5') }
    const made: number[] = []
    const steer = async (kept: Promise<{ readonly sequence: number }>) => made.push((await kept).sequence)

    await steer(words(call, { type: 'steer', query: 'twos', value: 1 }, 2))
    expect(await share(call, 'c2')).toBeGreaterThanOrEqual(plain.c2 + 0.2)
    await steer(words(call, { type: 'steer', itemId: other.id, query: 'threes', value: 1 }, 3))
    await steer(record(call, { type: 'steer', itemId: other.id, value: 1 }))
    expect(await share(call, 'c5')).toBeGreaterThan(plain.c5)
    await steer(record(call, { type: 'steer', setting: { attribute: 'even', is: true }, value: 1 }))
    const { entries } = await call('recommend', { limit: 20 })
    expect(entries.filter(({ item }) => item.attributes?.['even'] === true).length).toBeGreaterThan(15)
    await steer(record(call, { type: 'steer', setting: { modality: 'image' }, value: -1 }))
    const list = await call('recommend', { limit: 1 })
    const { parts } = await call('explain', { listId: list.listId, itemId: ids(list)[0] ?? '' })
    expect(parts.some(({ name, modality }) => name === 'taste' && modality === 'image')).toBe(false)

    const steered = await call('steering', {})
    expect(steered.map(({ sequence }) => sequence)).toEqual([...made].reverse())
    expect(steered.every(({ effective }) => effective)).toBe(true)
    expect(steered.map(({ query, itemId, setting, value }) => [query ?? setting, itemId, value])).toEqual([
      [{ modality: 'image' }, undefined, -1],
      [{ attribute: 'even', is: true }, undefined, 1],
      [undefined, other.id, 1],
      ['threes', other.id, 1],
      ['twos', undefined, 1],
    ])
    const { json } = await call('exportData', {})
    await call('forget', { sequences: made })
    expect(await feed(call)).toEqual(before)
    await call('importData', { json })
    expect(await call('steering', {})).toEqual(steered)
  })

  it('by words of another space is known and does nothing', async () => {
    const { call, items } = await openEngine()
    await like(call, items, 'c1')
    const before = await feed(call)
    const embedding = { spaceId: 'other@1', scale: 0.1, codes: 'AQID' }
    await record(call, { type: 'steer', query: 'rain', value: 1, embedding })
    expect(await feed(call)).toEqual(before)
    expect(await call('steering', {})).toMatchObject([{ query: 'rain', effective: false }])
    const strange = { modality: 'text', spaceId: 'other@1', vector: Float32Array.of(1) } as const
    const given = { interaction: { type: 'steer', query: 'rain', value: 1 } as const, embedding: strange }
    await expect(call('record', given)).rejects.toMatchObject({ code: 'space-mismatch' })
  })
})

describe('a new person', () => {
  it('is asked about items spread over the catalogue, never about one they know', async () => {
    const { call, items } = await openEngine()
    const { items: picks } = await call('onboardingPicks', { count: 12 })
    expect(picks).toHaveLength(12)
    expect(new Set(picks.slice(0, 6).map(clusterOf)).size).toBeGreaterThanOrEqual(5)
    expect(new Set(picks.map(clusterOf)).size).toBe(6)
    await record(call, { type: 'like', itemId: picks[0]?.id ?? '' })
    const again = await call('onboardingPicks', { count: 12, filter: { even: true } })
    expect(again.items.some(({ id }) => id === picks[0]?.id)).toBe(false)
    expect(again.items.every(({ attributes }) => attributes?.['even'] === true)).toBe(true)
    expect(items.length).toBeGreaterThan(12)
  })
})

describe('what is done', () => {
  it('for how long is measured against how long the item takes', async () => {
    const { call, items } = await openEngine()
    const [item = expect.fail('no item')] = items
    const short = await record(call, { type: 'dwell', itemId: item.id, value: 4_000 })
    expect(short.length).toBe(3_000 + Math.round((6 / 238) * 60_000))
    expect((await record(call, { type: 'dwell', itemId: item.id, value: 4_000, length: 90_000 })).length).toBe(90_000)
    expect(await record(call, { type: 'play', itemId: item.id, value: 0.5 })).not.toHaveProperty('length')
  })
})
