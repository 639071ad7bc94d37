import type { Interaction } from '@locavore/core'
import { describe, expect, it, vi } from 'vitest'
import { clusterOf } from '../../testing/clustered-catalogue.js'
import { clusteredEncoder } from '../../testing/clustered-encoder.js'
import { feed, likeFive, open, openOnCatalogue, shareOf } from '../../testing/open-recommender.js'

vi.setConfig({ testTimeout: 60_000 })

const recorded = (interaction: Interaction | undefined): Interaction => interaction ?? expect.fail('nothing was kept')

describe('what a page knows of a deed', () => {
  it('is kept with it: the part of the day, the weekday, the device, and what the host says', async () => {
    let place = 'home'
    const { recommender, items } = await openOnCatalogue({ context: () => [`place:${place}`] })
    const [item = expect.fail('no item')] = items
    const { context = [] } = recorded(await recommender.record({ type: 'like', itemId: item.id }))
    expect(context.map((label) => label.split(':')[0])).toEqual(['hour', 'weekday', 'device', 'place'])
    expect(context.at(-1)).toBe('place:home')
    const given = recorded(await recommender.record({ type: 'save', itemId: item.id, context: ['hour:dawn'] }))
    expect(given.context).toContain('hour:dawn')
    expect(given.context).toHaveLength(4)
    expect(recorded(await recommender.record({ type: 'impression', itemId: item.id })).context).toBeUndefined()
    place = 'not a label'
    await expect(recommender.record({ type: 'like', itemId: item.id })).rejects.toMatchObject({
      code: 'invalid-argument',
    })
    await expect(recommender.recommend()).rejects.toMatchObject({ code: 'invalid-argument' })
  })

  it('is nothing where the site wants none', async () => {
    const { recommender, items } = await openOnCatalogue({ context: false })
    const [item = expect.fail('no item')] = items
    expect(recorded(await recommender.record({ type: 'like', itemId: item.id }))).not.toHaveProperty('context')
    await expect(openOnCatalogue({ context: ['place:home'] as never })).rejects.toMatchObject({
      code: 'invalid-argument',
    })
  })
})

describe('modes', () => {
  it('are switched by the page, outlast it, and can be named call by call', async () => {
    const { recommender, items, url, name } = await openOnCatalogue()
    await likeFive(recommender, items, 'c1')
    recommender.setMode('work')
    expect(recommender.mode).toBe('work')
    await likeFive(recommender, items, 'c4')
    expect(shareOf(await recommender.recommend(), 'c4')).toBeGreaterThan(0.8)
    expect(shareOf(await recommender.recommend({ mode: null }), 'c1')).toBeGreaterThan(0.8)
    expect((await recommender.profile({ mode: null })).likedItems).toHaveLength(5)
    expect(() => recommender.setMode('')).toThrowError(expect.objectContaining({ code: 'invalid-argument' }))
    await recommender.close()
    const again = await open({ name, catalogue: url, mode: 'work' })
    expect(again.mode).toBe('work')
    expect(await again.modes()).toEqual([{ name: 'work', interactions: 5 }])
    expect(shareOf(await again.recommend(), 'c4')).toBeGreaterThan(0.8)
    again.setMode()
    expect(shareOf(await again.recommend(), 'c1')).toBeGreaterThan(0.8)
  })
})

describe('tastes', () => {
  it('are listed, changed, and changed back by forgetting; a paused page changes nothing', async () => {
    const { recommender, items } = await openOnCatalogue()
    await likeFive(recommender, items, 'c1')
    await likeFive(recommender, items, 'c4')
    const before = await recommender.tastes()
    expect(before).toHaveLength(2)
    const [taste = expect.fail('no taste')] = before
    expect(taste.words.length).toBeGreaterThan(0)
    const changed = await recommender.editTaste({ kind: 'rename', tasteId: taste.id, name: 'Evenings' })
    expect(changed?.tastes.find(({ id }) => id === taste.id)?.name).toBe('Evenings')
    await recommender.editTaste({ kind: 'mute', tasteId: taste.id })
    const cluster = clusterOf(taste.examples[0] ?? { id: '' })
    expect(shareOf(await recommender.recommend({ limit: 20 }), cluster)).toBeLessThan(0.1)
    expect(shareOf(await recommender.recommend({ limit: 20, taste: taste.id }), cluster)).toBeGreaterThan(0.8)
    const edits = (await recommender.history()).filter(({ type }) => type === 'taste')
    expect(edits.map(({ edit }) => edit?.kind)).toEqual(['mute', 'rename'])
    await recommender.forget(edits.map(({ sequence }) => sequence))
    expect(await recommender.tastes()).toEqual(before)
    recommender.pause()
    expect(await recommender.editTaste({ kind: 'mute', tasteId: taste.id })).toBeUndefined()
    recommender.resume()
    expect(await recommender.tastes()).toEqual(before)
    await expect(recommender.editTaste({ kind: 'mute', tasteId: 'nobody' })).rejects.toMatchObject({
      code: 'unknown-taste',
    })
  })
})

describe('steering', () => {
  it('by words reads them once, counts after a reload without an encoder, and is undone', async () => {
    const encoder = clusteredEncoder()
    const { recommender, items, url, name } = await openOnCatalogue({ encoder })
    await likeFive(recommender, items, 'c1')
    const before = await feed(recommender)
    const { sequence } = recorded(await recommender.steer({ words: 'cluster 2' }))
    expect(encoder.asked).toEqual([{ modality: 'text', text: 'cluster 2' }])
    const steered = await feed(recommender)
    expect(steered).not.toEqual(before)
    expect(shareOf(await recommender.recommend(), 'c2')).toBeGreaterThanOrEqual(0.2)
    await recommender.close()
    const again = await open({ name, catalogue: url })
    expect(await feed(again)).toEqual(steered)
    expect(await again.steering()).toEqual([
      { sequence, steering: { words: 'cluster 2', value: 1 }, value: 1, effective: true },
    ])
    await again.forget(sequence)
    expect(await feed(again)).toEqual(before)
  })

  it('by an item and words, by media and by attributes; less of something is more of the rest', async () => {
    const { recommender, items } = await openOnCatalogue({ encoder: clusteredEncoder() })
    await likeFive(recommender, items, 'c1')
    const [item = expect.fail('no item')] = items.filter((each) => clusterOf(each) === 'c5')
    await recommender.steer({ itemId: item.id, words: 'cluster 3' })
    await recommender.steer({ attribute: 'even', is: true, value: -1 })
    await recommender.steer({ modality: 'text', value: 0.5 })
    const list = await recommender.recommend({ limit: 20 })
    expect(list.filter(({ item: { attributes } }) => attributes?.['even'] === false).length).toBeGreaterThan(15)
    expect((await recommender.steering()).map(({ steering }) => steering)).toEqual([
      { modality: 'text', value: 0.5 },
      { attribute: 'even', is: true, value: -1 },
      { itemId: item.id, words: 'cluster 3', value: 1 },
    ])
    await recommender.steer({ attribute: 'even', is: true, value: 0 })
    expect(await recommender.steering()).toHaveLength(2)
  })

  it('needs words that can be read, an item that is there, and known names', async () => {
    const { recommender, items } = await openOnCatalogue()
    await expect(recommender.steer({ words: 'rain' })).rejects.toMatchObject({ code: 'encoder-unavailable' })
    await expect(recommender.steer({ itemId: 'nobody' })).rejects.toMatchObject({ code: 'unknown-item' })
    await expect(recommender.steer({ itemId: items[0]?.id ?? '', value: 2 })).rejects.toMatchObject({
      code: 'invalid-argument',
    })
    await expect(recommender.steer({ tone: 'calm' } as never)).rejects.toMatchObject({ code: 'unknown-option' })
    recommender.pause()
    expect(await recommender.steer({ itemId: items[0]?.id ?? '' })).toBeUndefined()
    expect(await recommender.steering()).toEqual([])
  })
})

describe('what may come of an item, and what to ask first', () => {
  it('is honest before it knows, and asks about different things', async () => {
    const { recommender, items } = await openOnCatalogue()
    const itemIds = items.slice(0, 2).map(({ id }) => id)
    const predictions = await recommender.predict(itemIds)
    expect(predictions.evidence).toEqual({ shown: 0, opened: 0, judged: 0 })
    expect(predictions.unknown).toContain('click')
    expect(predictions.items).toEqual(itemIds.map((itemId) => ({ itemId })))
    const picks = await recommender.onboardingPicks(8)
    expect(picks).toHaveLength(8)
    expect(new Set(picks.map(clusterOf)).size).toBeGreaterThanOrEqual(5)
    await expect(recommender.onboardingPicks(0)).rejects.toMatchObject({ code: 'invalid-argument' })
    await expect(recommender.predict(Array.from({ length: 501 }, () => 'a'))).rejects.toMatchObject({
      code: 'invalid-argument',
    })
  })
})
