import 'fake-indexeddb/auto'
import { type EmbeddingSpace, fitSpaceMap, type SpaceMap, spaceMapToJson } from '@locavore/core'
import { createRetrievalKernels as createKernels } from '@locavore/kernels/retrieval'
import { openStore } from '@locavore/store'
import { describe, expect, test, vi } from 'vitest'
import { clusterVector, TEST_SPACE } from '../../testing/clustered-catalogue.js'
import { callerOf, type EngineCall, openEngine, shareOf } from '../../testing/open-engine.js'
import { PROTOCOL_VERSION } from '../shared/protocol.js'
import { createEngine } from './engine.js'

vi.setConfig({ testTimeout: 60_000 })

const FILMS: EmbeddingSpace = { id: 'films@1', dimensions: 24, modalities: ['text'] }
/** The films' encoder says the same as the other, in another order of its dimensions. */
const asFilm = (vector: readonly number[]) => [...vector].reverse()

let names = 0
/** A recommender of films on this device, with items of clusters 0 to 5 that a person added. */
async function openFilms(space: EmbeddingSpace = FILMS) {
  names += 1
  const name = `films-${names}`
  const call = callerOf(createEngine({ openStore, createKernels }))
  await call('open', { protocol: PROTOCOL_VERSION, name, storage: 'persistent', space })
  await call('load', {})
  const items = Array.from({ length: 36 }, (_, k) => {
    const vector = clusterVector(k % 6, 70_000 + k)
    const film = Float32Array.from(space === FILMS ? asFilm(vector) : vector)
    return {
      item: { id: `film-${k}`, title: `Film ${k}` },
      embeddings: [{ modality: 'text' as const, spaceId: space.id, vector: film }],
    }
  })
  await call('putItems', { items })
  return { call, name }
}

function mapOf(): SpaceMap {
  const anchors = Array.from({ length: 80 }, (_, k) => unit(clusterVector(k % 6, 90_000 + k)))
  const { fromMean, toMean, weight } = fitSpaceMap({
    from: anchors.flatMap(asFilm),
    to: anchors.flat(),
    fromDimensions: 24,
    toDimensions: 24,
  })
  return { from: FILMS.id, to: TEST_SPACE.id, maps: [{ from: 'text', to: 'text', fromMean, toMean, weight }] }
}

function unit(vector: readonly number[]): number[] {
  const length = Math.hypot(...vector)
  return vector.map((value) => value / length)
}

async function likeFilms(call: EngineCall, ...films: number[]): Promise<void> {
  for (const k of films) await call('record', { interaction: { type: 'like', itemId: `film-${k}` } })
}

describe('another recommender of this site', () => {
  test('speaks here through a map, before anything was done here, and is named', async () => {
    const films = await openFilms()
    await likeFilms(films.call, 2, 8, 14)
    const spaceMap: SpaceMap = JSON.parse(spaceMapToJson(mapOf()))
    const domains = [{ name: films.name, label: 'films', spaceMap }]
    const { call } = await openEngine({ open: { domains, domainShare: 1 } })
    const page = await call('recommend', { limit: 15 })
    expect(shareOf(page, 'c2')).toBeGreaterThan(0.5)
    const reason = page.entries[0]?.reasons.find(({ kind }) => kind === 'similar-to-liked')
    expect(reason).toMatchObject({ domain: 'films', interaction: 'like' })
    expect(reason?.message).toMatch(/“Film \d+” \(films\)/)
    const { history } = await call('explain', { listId: page.listId, itemId: page.entries[0]?.item.id ?? '' })
    expect(history.every(({ domain }) => domain === 'films')).toBe(true)
    expect((await call('status', {})).degraded).toEqual([])
    // It is read, not taken over: nothing of it is in this log or export.
    expect(await call('history', {})).toEqual([])
    expect((await call('exportData', {})).json).not.toContain('film-')
  })

  test('of the same space needs no map; what is done and forgotten there counts here in the next list', async () => {
    const films = await openFilms({ ...TEST_SPACE, modalities: ['text'] })
    const { call } = await openEngine({ open: { domains: [{ name: films.name }], domainShare: 1 } })
    const before = await call('recommend', { limit: 15 })
    expect(shareOf(before, 'c3')).toBeLessThan(0.5)
    await likeFilms(films.call, 3, 9, 15)
    const after = await call('recommend', { limit: 15 })
    expect(shareOf(after, 'c3')).toBeGreaterThan(0.5)
    await films.call('forget', { sequences: [1, 2, 3] })
    expect(shareOf(await call('recommend', { limit: 15 }), 'c3')).toBeLessThan(0.5)
    await expect(
      call('explain', { listId: after.listId, itemId: after.entries[0]?.item.id ?? '' }),
    ).rejects.toMatchObject({
      code: 'unknown-list',
    })
    await films.call('erase', {})
    await call('recommend', {})
    expect(shareOf(await call('recommend', { limit: 15 }), 'c3')).toBeLessThan(0.5)
  })

  test('speaks of the items of its own catalogue too', async () => {
    const films = await openEngine({ open: { storage: 'persistent', name: 'films-with-a-pack' }, shardRows: 70 })
    await films.call('recommend', { limit: 1 })
    await films.call('refresh', {})
    for (const item of films.items.filter((_, k) => k % 6 === 4).slice(-3)) {
      await films.call('record', { interaction: { type: 'like', itemId: item.id } })
    }
    const { call } = await openEngine({
      open: { domains: [{ name: 'films-with-a-pack', label: 'films' }], domainShare: 1 },
      seed: 900,
    })
    const page = await call('recommend', { limit: 15 })
    expect(shareOf(page, 'c4')).toBeGreaterThan(0.5)
    expect(page.entries[0]?.reasons[0]?.message).toMatch(/“Item \d+” \(films\)/)
  })

  test('that is not there changes nothing and is not made', async () => {
    const { call } = await openEngine({ open: { domains: [{ name: 'never-opened' }] } })
    const plain = await openEngine()
    const ids = async (ask: EngineCall) => (await ask('recommend', {})).entries.map(({ item }) => item.id)
    expect(await ids(call)).toEqual(await ids(plain.call))
    const known = await indexedDB.databases()
    expect(known.some(({ name }) => name?.includes('never-opened'))).toBe(false)
  })

  test('of another space without a map is left out, and the status says why', async () => {
    const films = await openFilms()
    await likeFilms(films.call, 2)
    const wrong = { ...mapOf(), to: 'elsewhere@1' }
    const { call } = await openEngine({ open: { domains: [{ name: films.name, spaceMap: wrong }] } })
    await call('recommend', {})
    expect((await call('status', {})).degraded[0]).toMatch(/space-mismatch.*elsewhere@1/)
  })

  test('may not be this one, come twice, or bring a map that is none', async () => {
    const open = (domains: readonly { readonly name: string; readonly spaceMap?: SpaceMap }[]) =>
      openEngine({ open: { name: 'books', domains } })
    await expect(open([{ name: 'books' }])).rejects.toMatchObject({ code: 'invalid-argument' })
    await expect(open([{ name: 'a' }, { name: 'a' }])).rejects.toMatchObject({ code: 'invalid-argument' })
    const spaceMap = { ...mapOf(), maps: [] }
    await expect(open([{ name: 'a', spaceMap }])).rejects.toMatchObject({ code: 'invalid-argument' })
  })
})
