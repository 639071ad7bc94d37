import { describe, expect, test } from 'vitest'
import { clusterOf } from '../../../testing/clustered-catalogue.js'
import { likeFive, openOnCatalogue } from '../../../testing/open-recommender.js'
import type { Interaction, RecommendationList, RerankStep } from '../../index.js'

const idsOf = (list: RecommendationList) => list.map(({ item }) => item.id)

describe('re-ranking', () => {
  const steps: RerankStep[] = [
    { kind: 'pin', itemId: 'item-0007', place: 1 },
    { kind: 'boost', filter: { even: true }, by: 0.3 },
    { kind: 'freshness' },
    { kind: 'fatigue' },
    { kind: 'rotation', seed: 2 },
    { kind: 'near-duplicates' },
    { kind: 'dpp' },
    { kind: 'calibration', attribute: 'cluster' },
    { kind: 'cap', attribute: 'cluster', most: 6, places: 20 },
    { kind: 'modality-mix', shares: { image: { least: 0.5 } } },
    { kind: 'exposure', attribute: 'cluster', bounds: { c5: { least: 0.1 } } },
  ]

  test('applies the steps in their order, and every explanation tells what each did', async () => {
    const { recommender, items } = await openOnCatalogue()
    await likeFive(recommender, items, 'c3')
    const list = await recommender.recommend({ rerank: steps })
    expect(list[1]?.item.id).toBe('item-0007')
    expect(list.filter(({ item }) => clusterOf(item) === 'c3').length).toBeLessThanOrEqual(6)
    expect(list.some(({ item }) => clusterOf(item) === 'c5')).toBe(true)
    expect(list.steps.map(({ kind }) => kind)).toEqual(steps.map(({ kind }) => kind))
    for (const shown of list.slice(0, 5)) {
      const explained = await recommender.explain(shown)
      expect(explained.steps.map(({ kind }) => kind)).toEqual(steps.map(({ kind }) => kind))
      expect(explained.steps.at(-1)?.to).toBe(shown.position)
      expect(explained.parts.reduce((sum, { value }) => sum + value, 0)).toBeCloseTo(shown.score, 5)
    }
    const more = await recommender.next(list)
    expect(new Set([...idsOf(list), ...idsOf(more)]).size).toBe(40)
  })

  test('ends at the floor rather than fill up, and says what could not be had', async () => {
    const { recommender, items } = await openOnCatalogue()
    await likeFive(recommender, items, 'c3')
    const short = await recommender.recommend({ limit: 200, rerank: [{ kind: 'relevance-floor', least: 1 }] })
    expect(short.length).toBeGreaterThan(2)
    expect(short.length).toBeLessThan(60)
    expect(short.every(({ score }) => score >= 1)).toBe(true)
    expect(short.hasMore).toBe(false)
    const wish: RerankStep[] = [{ kind: 'modality-mix', shares: { audio: { least: 0.5 } } }]
    expect((await recommender.recommend({ rerank: wish })).steps[0]?.unmet).toEqual(['too few of audio'])
  })

  test('holds in related lists and in searches, and diversity goes on working', async () => {
    const { recommender, items } = await openOnCatalogue()
    await likeFive(recommender, items, 'c3')
    const rerank: RerankStep[] = [{ kind: 'cap', attribute: 'cluster', most: 2, places: 10 }]
    for (const list of [
      await recommender.related('item-0009', { limit: 10, rerank }),
      await recommender.search({ itemId: 'item-0009' }, { limit: 10, rerank }),
    ]) {
      expect(list.filter(({ item }) => clusterOf(item) === 'c3').length).toBeLessThanOrEqual(2)
    }
    const clusters = async (diversity: number) =>
      new Set((await recommender.recommend({ diversity })).map(({ item }) => clusterOf(item))).size
    expect(await clusters(1)).toBeGreaterThan(await clusters(0))
    const [first] = await recommender.recommend()
    const plain = first && (await recommender.explain(first))
    expect(plain?.steps.map(({ kind }) => kind)).toEqual(['mmr'])
  })

  test('rests what was shown and left alone, and lets equals take turns', async () => {
    const { recommender, items } = await openOnCatalogue()
    await likeFive(recommender, items, 'c3')
    const before = await recommender.recommend({ rerank: [] })
    const tired = before[0]?.item.id ?? ''
    for (const position of [0, 0, 0, 0, 0]) {
      await recommender.record({ type: 'impression', itemId: tired, listId: before.listId, position })
    }
    expect(idsOf(await recommender.recommend({ rerank: [] }))[0]).toBe(tired)
    expect(idsOf(await recommender.recommend({ limit: 500, rerank: [{ kind: 'fatigue' }] }))).not.toContain(tired)
    const turn = async (seed: number) =>
      idsOf(await recommender.recommend({ rerank: [{ kind: 'rotation', band: 0.5, seed }] }))
    expect(await turn(1)).toEqual(await turn(1))
    expect(await turn(1)).not.toEqual(await turn(2))
  })

  test.each([
    ['unknown-option', { rerank: [{ kind: 'shuffle' }] }],
    ['unknown-option', { rerank: [{ kind: 'mmr', variety: 1 }] }],
    ['invalid-argument', { rerank: [{ kind: 'mmr', diversity: 2 }] }],
    ['invalid-argument', { rerank: [{ kind: 'cap', attribute: 'cluster', most: 1 }, { kind: 'mmr' }] }],
    ['invalid-argument', { rerank: [null] }],
    ['invalid-argument', { rerank: { kind: 'mmr' } }],
    ['invalid-argument', { rerank: [], diversity: 0.3 }],
    ['invalid-argument', { explore: { every: 0 } }],
    ['invalid-argument', { explore: 'often' }],
    ['invalid-argument', { fusion: 'early' }],
    ['invalid-argument', { language: 'tlh' }],
  ])('refuses by %s: %j', async (code, options) => {
    const { recommender } = await openOnCatalogue()
    await expect(recommender.recommend(options as object)).rejects.toMatchObject({ code })
  })
})

describe('exploring', () => {
  test('gives some places to a try, and the log keeps with what chance each was shown', async () => {
    const { recommender, items } = await openOnCatalogue()
    await likeFive(recommender, items, 'c3')
    const list = await recommender.recommend({ limit: 40, explore: { every: 4 } })
    const tries = list.filter(({ propensity }) => propensity !== undefined)
    expect(tries.map(({ position }) => position)).toEqual([1, 5, 9, 13, 17, 21, 25, 29, 33, 37])
    expect(list.some(({ reasons }) => reasons[0]?.kind === 'explored')).toBe(true)

    for (const { item, listId, position } of list.slice(0, 10)) {
      await recommender.record({ type: 'impression', itemId: item.id, listId, position })
    }
    // Another list knows nothing of these chances, and whoever kept one may bring it.
    await recommender.record({ type: 'impression', itemId: tries[3]?.item.id ?? '', listId: 'another' })
    await recommender.record({
      type: 'impression',
      itemId: tries[4]?.item.id ?? '',
      listId: 'another',
      propensity: 0.25,
    })
    const file = JSON.parse(await (await recommender.exportData()).text()) as { interactions: Interaction[] }
    const impressions = file.interactions.filter(({ type }) => type === 'impression')
    expect(impressions.map(({ propensity }) => propensity)).toEqual([
      ...list.slice(0, 10).map(({ propensity }) => propensity),
      undefined,
      0.25,
    ])
  })

  test('is another try every time, and the same for the same seed', async () => {
    const { recommender, items } = await openOnCatalogue()
    await likeFive(recommender, items, 'c3')
    const lists = await Promise.all(
      [1, 2, 3, 4].map(async () => idsOf(await recommender.recommend({ explore: { every: 2 } })).join()),
    )
    expect(new Set(lists).size).toBeGreaterThan(1)
    const seeded = async () => idsOf(await recommender.recommend({ explore: { every: 2, seed: 8 } }))
    expect(await seeded()).toEqual(await seeded())
  })
})

test('media may be weighed by the person', async () => {
  const { recommender, items } = await openOnCatalogue()
  await likeFive(recommender, items, 'c3')
  const gated = await recommender.recommend({ fusion: 'gate' })
  expect(gated.filter(({ item }) => clusterOf(item) === 'c3').length).toBeGreaterThanOrEqual(14)
  const [shown] = gated
  const { parts, score } = await recommender.explain(shown as NonNullable<typeof shown>)
  expect(parts.reduce((sum, { value }) => sum + value, 0)).toBeCloseTo(score, 5)
})
