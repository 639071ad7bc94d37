import { describe, expect, test } from 'vitest'
import { feed, freshName, likeFive, open, openOnCatalogue, shareOf, until } from '../../testing/open-recommender.js'
import { createRecommender, LocavoreError } from '../index.js'

describe('the main job', () => {
  test('likes move the feed; pages go on; explanations add up', async () => {
    const { recommender, items } = await openOnCatalogue()
    expect(recommender.state).toBe('ready')
    expect(shareOf(await recommender.recommend(), 'c3')).toBeLessThan(0.5)
    await likeFive(recommender, items, 'c3')
    const list = await recommender.recommend()
    expect(shareOf(list, 'c3')).toBeGreaterThanOrEqual(0.7)

    const more = await recommender.next(list)
    expect(more).toHaveLength(20)
    const shown = [...list, ...more].map(({ item }) => item.id)
    expect(new Set(shown).size).toBe(40)

    for (const recommendation of more.slice(0, 3)) {
      const { parts, score } = await recommender.explain(recommendation)
      expect(parts.reduce((sum, part) => sum + part.value, 0)).toBeCloseTo(score, 5)
      expect(score).toBe(recommendation.score)
    }
  })

  test('a list is a real, frozen array that knows its list', async () => {
    const { recommender } = await openOnCatalogue()
    const list = await recommender.recommend({ limit: 3 })
    expect(Array.isArray(list) && Object.isFrozen(list)).toBe(true)
    expect(list.map(({ position }) => position)).toEqual([0, 1, 2])
    expect({ kind: list.kind, hasMore: list.hasMore }).toEqual({ kind: 'recommend', hasMore: true })
    expect(list.every((entry) => entry.listId === list.listId)).toBe(true)
    expect(Object.keys(list)).toEqual(['0', '1', '2'])
  })

  test('pictures of the catalogue are absolute addresses of this origin', async () => {
    const { recommender, url } = await openOnCatalogue()
    const [first] = await recommender.getItems(['item-0005'])
    expect(first?.image).toBe(new URL('pictures/5.svg', new URL(url, location.href)).href)
  })

  test('a reload keeps everything; erase takes it all; import brings it back', async () => {
    const { recommender, items, url, name } = await openOnCatalogue()
    await likeFive(recommender, items, 'c1')
    await recommender.record({ type: 'hide', itemId: 'item-0002' })
    const before = await feed(recommender)
    await recommender.close()
    await expect(recommender.recommend()).rejects.toMatchObject({ code: 'closed' })

    const reloaded = await open({ name, catalogue: url })
    expect(await feed(reloaded)).toEqual(before)
    const file = await reloaded.exportData()
    expect(file.type).toBe('application/json')
    await reloaded.erase()
    expect(reloaded.state).toBe('stopped')
    await expect(reloaded.recommend()).rejects.toMatchObject({ code: 'closed' })
    expect((await indexedDB.databases()).filter((database) => database.name?.includes(name))).toEqual([])

    const fresh = await open({ name, catalogue: url })
    expect(await fresh.history()).toEqual([])
    expect(await feed(fresh)).not.toEqual(before)
    expect(await fresh.importData(file)).toMatchObject({ interactions: 6 })
    expect(await feed(fresh)).toEqual(before)
  })

  test('two tabs see each other, and an erased one stops', async () => {
    const { recommender: one, items, url, name } = await openOnCatalogue()
    const other = await open({ name, catalogue: url })
    await likeFive(one, items, 'c4')
    expect(await feed(other)).toEqual(await feed(one))
    await one.erase()
    await until(async () => {
      await other.recommend().catch(() => undefined)
      return other.state === 'stopped'
    })
    await expect(other.record({ type: 'like', itemId: 'item-0000' })).rejects.toMatchObject({ code: 'closed' })
  })

  test('requests are all on this origin, and a second start makes one for the manifest alone', async () => {
    const { recommender, url, name } = await openOnCatalogue()
    const made = await recommender.requests()
    expect(made).toHaveLength(4)
    expect(made.every((request) => new URL(request.url).origin === location.origin)).toBe(true)
    await recommender.recommend()
    const kept = () => recommender.status().then(({ state }) => state === 'ready')
    await until(kept)
    await new Promise((resolve) => setTimeout(resolve, 300))
    await recommender.close()
    const again = await open({ name, catalogue: url })
    await until(async () => (await again.requests()).length > 0)
    expect((await again.requests()).map((request) => new URL(request.url).pathname)).toEqual([url])
  })

  test('progress of the first load is told in bytes, and reaches the end', async () => {
    const reports: { loadedBytes: number; totalBytes: number }[] = []
    await openOnCatalogue({ onProgress: (progress) => reports.push(progress) })
    const last = reports.at(-1)
    expect(last?.loadedBytes).toBe(last?.totalBytes)
    expect(last?.totalBytes).toBeGreaterThan(1_000)
  })
})

describe('a page that is left and comes back', () => {
  test('goes on where it was, with what another tab did meanwhile', async () => {
    const { recommender, items, url, name } = await openOnCatalogue()
    await likeFive(recommender, items, 'c2')
    window.dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }))
    const other = await open({ name, catalogue: url })
    await other.record({ type: 'hide', itemId: 'item-0000' })
    window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))
    expect(await recommender.profile()).toMatchObject({ interactions: 6, hiddenItems: ['item-0000'] })
    expect(await feed(recommender)).toEqual(await feed(other))
  })
})

describe('what is refused', () => {
  test('options that nobody reads are named', async () => {
    const { recommender, url } = await openOnCatalogue()
    const wrong = { name: freshName(), catalogue: url, catalog: url } as never
    await expect(createRecommender(wrong)).rejects.toMatchObject({
      code: 'unknown-option',
      details: { option: 'catalog' },
    })
    await expect(recommender.recommend({ size: 3 } as never)).rejects.toMatchObject({ code: 'unknown-option' })
    await expect(recommender.recommend({ limit: 0 })).rejects.toMatchObject({ code: 'invalid-argument' })
    await expect(recommender.search({ words: 'x' } as never)).rejects.toMatchObject({ code: 'unknown-option' })
  })

  test('other origins, empty names, missing catalogues', async () => {
    const refused = (options: object, code: string) =>
      expect(createRecommender({ name: freshName(), ...options } as never)).rejects.toMatchObject({ code })
    await refused({ catalogue: 'https://elsewhere.example/manifest.json' }, 'invalid-argument')
    await refused({ assets: 'https://elsewhere.example/' }, 'invalid-argument')
    await refused({ name: '' }, 'invalid-argument')
    await refused({ storage: 'cloud' }, 'invalid-argument')
    await refused({ catalogue: '/packages/locavore/.cache/nothing/here.json' }, 'fetch-failed')
  })

  test('unknown items and lists, and searching without an encoder, have their codes', async () => {
    const { recommender } = await openOnCatalogue()
    await expect(recommender.record({ type: 'like', itemId: 'nobody' })).rejects.toBeInstanceOf(LocavoreError)
    await expect(recommender.related('nobody')).rejects.toMatchObject({ code: 'unknown-item' })
    await expect(recommender.next('nothing')).rejects.toMatchObject({ code: 'unknown-list' })
    await expect(recommender.search('words')).rejects.toMatchObject({ code: 'encoder-unavailable' })
    expect(shareOf(await recommender.search({ itemId: 'item-0001' }, { limit: 5, diversity: 0 }), 'c1')).toBe(1)
    await expect(recommender.importData(new Blob(['{}']))).rejects.toMatchObject({ code: 'import-invalid' })
  })

  test('a call whose signal is aborted rejects as the platform does', async () => {
    const { recommender } = await openOnCatalogue()
    const aborted = AbortSignal.abort()
    await expect(recommender.recommend({ signal: aborted })).rejects.toMatchObject({
      code: 'aborted',
      name: 'AbortError',
    })
    await expect(recommender.record({ type: 'like', itemId: 'item-0000' }, { signal: aborted })).rejects.toThrow()
    const controller = new AbortController()
    const answer = recommender.recommend({ signal: controller.signal })
    controller.abort()
    await expect(answer).rejects.toMatchObject({ code: 'aborted' })
    expect(await recommender.history()).toEqual([])
    expect(await recommender.recommend()).toHaveLength(20)
  })
})

describe('the state', () => {
  test('is told at once and on every change, until one stops listening', async () => {
    const { recommender } = await openOnCatalogue()
    const states: string[] = []
    const stop = recommender.subscribe(({ state }) => states.push(state))
    recommender.subscribe(({ state }) => states.push(`also ${state}`))
    stop()
    await recommender.close()
    expect(states).toEqual(['ready', 'also ready', 'also stopped'])
  })

  test('memory storage that was asked for is no complaint', async () => {
    const { recommender } = await openOnCatalogue({ storage: 'memory' })
    expect(await recommender.status()).toMatchObject({ state: 'ready', storage: 'memory', items: 180 })
  })
})
