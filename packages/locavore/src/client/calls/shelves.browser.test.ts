import { describe, expect, test } from 'vitest'
import { clusterVector } from '../../../testing/clustered-catalogue.js'
import { freshName, likeFive, open, openOnCatalogue, shareOf } from '../../../testing/open-recommender.js'
import { createRecommender, type RecommenderOptions, type ShelfName } from '../../index.js'

describe('lists of one question, through the door', () => {
  test('answer from what there is, go on, and are explained', async () => {
    const { recommender } = await openOnCatalogue()
    expect(await recommender.shelf('trending')).toHaveLength(0)
    const embeddings = { text: clusterVector(1, 7) }
    const { refused } = await recommender.addItems([
      { id: 'rising', embeddings, likesByPeriod: [2, 2, 40], relations: [{ type: 'complement', itemId: 'item-0003' }] },
      { id: 'steady', embeddings, likesByPeriod: [9, 9, 9] },
    ])
    expect(refused).toEqual([])
    const [trend] = await recommender.shelf('trending')
    expect(trend).toMatchObject({ item: { id: 'rising', likesByPeriod: [2, 2, 40] } })
    expect(trend?.reasons[0]?.message).toBe('More people like it than usual')

    await recommender.record({ type: 'view', itemId: 'item-0003' })
    const because = await recommender.shelf('because', { limit: 5 })
    expect(because.kind).toBe('shelf')
    const more = await recommender.next(because)
    expect(new Set([...because, ...more].map(({ item }) => item.id)).size).toBe(10)
    expect((await recommender.shelf('recently-seen')).map(({ item }) => item.id)).toEqual(['item-0003'])

    const [goesWith] = await recommender.shelf('complementary', { itemId: 'item-0003', language: 'de' })
    expect(goesWith?.reasons[0]?.message).toMatch(/^Passt zu „/)
    if (goesWith === undefined) return
    const { tie, parts, score } = await recommender.explain(goesWith)
    expect(tie).toEqual({ relation: 'complement', itemId: 'item-0003' })
    expect(parts.reduce((sum, { value }) => sum + value, 0)).toBeCloseTo(score, 5)
  })

  test('refuse what they do not know, by name', async () => {
    const { recommender } = await openOnCatalogue()
    await expect(recommender.shelf('hot' as ShelfName)).rejects.toMatchObject({ code: 'invalid-argument' })
    await expect(recommender.shelf('trending', { explore: true } as never)).rejects.toMatchObject({
      code: 'unknown-option',
    })
    await expect(recommender.shelf('complementary', { itemId: 'nowhere' })).rejects.toMatchObject({
      code: 'unknown-item',
    })
  })
})

describe('one person, two recommenders of a site', () => {
  test('likes in the one speak in the other, and are taken back where they were given', async () => {
    const films = await openOnCatalogue()
    await likeFive(films.recommender, films.items, 'c3')
    const { recommender: books } = await openOnCatalogue({
      domains: [{ name: films.name, label: 'films' }],
      domainShare: 1,
    })
    // The films are kept a moment after their first list, and can be read from then on.
    const shareNow = async () => shareOf(await books.recommend({ limit: 10 }), 'c3')
    await expect.poll(shareNow, { timeout: 20_000 }).toBeGreaterThanOrEqual(0.6)
    const list = await books.recommend({ limit: 10 })
    expect(list[0]?.reasons[0]).toMatchObject({ domain: 'films' })
    expect(await books.history()).toEqual([])
    await films.recommender.forget((await films.recommender.history()).map(({ sequence }) => sequence))
    expect(shareOf(await books.recommend({ limit: 10 }), 'c3')).toBeLessThan(0.6)
  })

  test('what is wrong with the options is said at once', async () => {
    const name = freshName()
    const wrong: [Partial<RecommenderOptions>, string][] = [
      [{ domains: 'films' as never }, 'invalid-argument'],
      [{ domains: [{ name }] }, 'invalid-argument'],
      [{ domains: [{ name: 'films', weight: 1 } as never] }, 'unknown-option'],
      [{ domains: [{ name: 'films', spaceMap: { from: 'a', to: 'b', maps: [] } }] }, 'invalid-argument'],
      [{ domainShare: 2 }, 'invalid-argument'],
      [{ relations: { weights: { sequel: 5 } } }, 'invalid-argument'],
      [{ relations: { attribute: {} } as never }, 'unknown-option'],
    ]
    for (const [options, code] of wrong) {
      await expect(createRecommender({ name, ...options })).rejects.toMatchObject({ code })
    }
    await (await open({ name, relations: { attributes: { cluster: 'same-creator' } } })).close()
  })
})
