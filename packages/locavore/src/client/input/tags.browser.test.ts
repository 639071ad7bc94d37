import { expect, test } from 'vitest'
import { clusteredEncoder } from '../../../testing/clustered-encoder.js'
import { openOnCatalogue } from '../../../testing/open-recommender.js'

test('words, pictures and items are tagged; several media are averaged', async () => {
  const { recommender, items } = await openOnCatalogue({ encoder: clusteredEncoder() })
  const [ofWords] = await recommender.tags('cluster 2')
  expect(ofWords?.labels[0]?.id).toBe('c2')
  const item = items.find(({ attributes }) => attributes?.['cluster'] === 'c1')
  const [ofItem] = await recommender.tags({ itemId: item?.id ?? '' })
  expect(ofItem?.labels[0]?.id).toBe('c1')
  // A picture is always of cluster 0 here: together with words of cluster 2 the two share the probability.
  const [both] = await recommender.tags({ text: 'cluster 2', image: new Blob(['any']) })
  expect(
    both?.labels
      .slice(0, 2)
      .map(({ id }) => id)
      .sort(),
  ).toEqual(['c0', 'c2'])
  const sum = both?.labels.reduce((total, { probability }) => total + probability, both.none)
  expect(sum).toBeCloseTo(1, 6)
})

test('what cannot be tagged is refused by code', async () => {
  const { recommender } = await openOnCatalogue({ encoder: clusteredEncoder() })
  await expect(recommender.tags({ itemId: 'nobody' })).rejects.toMatchObject({ code: 'unknown-item' })
  await expect(recommender.tags({})).rejects.toMatchObject({ code: 'invalid-argument' })
  await expect(recommender.tags('broken')).rejects.toMatchObject({ code: 'invalid-picture' })
  await expect(recommender.tags('cluster 1', { group: [] } as never)).rejects.toMatchObject({ code: 'unknown-option' })
  await expect(recommender.tags('cluster 1', { signal: AbortSignal.abort() })).rejects.toMatchObject({
    code: 'aborted',
  })
  const without = await openOnCatalogue()
  await expect(without.recommender.tags('cluster 1')).rejects.toMatchObject({ code: 'encoder-unavailable' })
})
