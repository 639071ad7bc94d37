import { describe, expect, test } from 'vitest'
import { clusterVector, TEST_SPACE } from '../../../testing/clustered-catalogue.js'
import { clusteredEncoder } from '../../../testing/clustered-encoder.js'
import { freshName, open, openOnCatalogue, shareOf } from '../../../testing/open-recommender.js'
import { createRecommender } from '../../index.js'

const DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" width="120" height="60"><circle r="30"/></svg>'

async function photo(width: number, height: number): Promise<Blob> {
  const canvas = new OffscreenCanvas(width, height)
  const context = canvas.getContext('2d')
  if (context === null) throw new Error('no canvas')
  context.fillStyle = 'teal'
  context.fillRect(0, 0, width / 2, height)
  return canvas.convertToBlob({ type: 'image/png' })
}

async function sizeOf(address: string): Promise<[number, number]> {
  const image = new Image()
  image.src = address
  await image.decode()
  return [image.naturalWidth, image.naturalHeight]
}

describe('items with ready embeddings', () => {
  test('need no encoder and no catalogue, only the name of their space', async () => {
    const name = freshName()
    const recommender = await open({ name, space: TEST_SPACE })
    const items = Array.from({ length: 40 }, (_, index) => ({
      id: `own-${index}`,
      title: `Own ${index}`,
      attributes: { cluster: `c${index % 4}` },
      embeddings: { text: clusterVector(index % 4, index) },
    }))
    const progress: string[] = []
    const result = await recommender.addItems(items, { onProgress: ({ phase }) => progress.push(phase) })
    expect(result).toEqual({ added: 40, refused: [] })
    expect(progress.at(-1)).toBe('store')
    expect(shareOf(await recommender.related('own-2', { limit: 5, diversity: 0 }), 'c2')).toBe(1)
    await recommender.close()
    const reloaded = await open({ name, space: TEST_SPACE })
    expect(shareOf(await reloaded.related('own-2', { limit: 5, diversity: 0 }), 'c2')).toBe(1)
    expect(await reloaded.removeItems(['own-0', 'own-1'])).toBe(2)
  })

  test('bad ones are refused alone, by code', async () => {
    const { recommender } = await openOnCatalogue()
    const vector = clusterVector(1, 1)
    const { added, refused } = await recommender.addItems([
      { id: 'nan', embeddings: { text: vector.with(0, Number.NaN) } },
      { id: 'other', embeddings: { text: vector }, spaceId: 'another/space@1' },
      { id: 'words', text: 'no embeddings and no encoder' },
      { id: 'nothing' },
      { id: 'good', embeddings: { text: vector } },
      { id: 'good', embeddings: { text: vector } },
      { id: 'huge', embeddings: { text: { length: 1e9 } } },
      { id: 'odd', embeddings: { text: vector }, colour: 'red' } as never,
    ])
    expect(added).toBe(1)
    expect(Object.fromEntries(refused.map(({ id, error }) => [`${id}`, error.code]))).toEqual({
      nan: 'invalid-vector',
      other: 'space-mismatch',
      words: 'encoder-unavailable',
      nothing: 'invalid-argument',
      good: 'duplicate-item',
      huge: 'invalid-vector',
      odd: 'unknown-option',
    })
  })
})

describe('items and queries that the device encodes', () => {
  test('words find their cluster; an item fails alone; a failing encoder is said in the state', async () => {
    const encoder = clusteredEncoder()
    const { recommender } = await openOnCatalogue({ encoder })
    expect(shareOf(await recommender.search('cluster 4', { limit: 5, diversity: 0 }), 'c4')).toBe(1)

    const result = await recommender.addItems([
      { id: 'a', title: 'A title', text: 'cluster 4' },
      { id: 'b', text: 'broken' },
    ])
    expect(result.added).toBe(1)
    expect(result.refused.map(({ id, error }) => [id, error.code])).toEqual([['b', 'invalid-picture']])
    expect(encoder.asked).toContainEqual({ modality: 'text', text: 'A title\ncluster 4' })

    await expect(recommender.search('no device')).rejects.toMatchObject({ code: 'no-device' })
    expect(recommender.state).toBe('degraded')
    expect((await recommender.status()).reason).toContain('no-device')
    expect(await recommender.recommend()).toHaveLength(20)
    await recommender.search('cluster 1')
    expect(recommender.state).toBe('ready')
  })

  test('an encoder of another space than the catalogue is refused', async () => {
    const encoder = clusteredEncoder({ ...TEST_SPACE, id: 'another/space@1' })
    await expect(openOnCatalogue({ encoder })).rejects.toMatchObject({ code: 'space-mismatch' })
    await expect(createRecommender({ name: freshName(), encoder, space: TEST_SPACE })).rejects.toMatchObject({
      code: 'space-mismatch',
    })
  })

  test('a dropped photo can still be seen after a reload, small, and is in the export', async () => {
    const options = { encoder: clusteredEncoder() }
    const { recommender, url, name } = await openOnCatalogue(options)
    const { added } = await recommender.addItems([
      { id: 'photo', title: 'My photo', image: await photo(1600, 800) },
      { id: 'small', image: await createImageBitmap(await photo(30, 20)) },
      { id: 'site', image: '/pictures/somewhere.jpg' },
      { id: 'object', image: URL.createObjectURL(await photo(700, 70)) },
      { id: 'drawing', image: new Blob([DRAWING], { type: 'image/svg+xml' }) },
    ])
    expect(added).toBe(5)
    await recommender.close()
    const reloaded = await open({ name, catalogue: url, ...options })
    const items = await reloaded.getItems(['photo', 'small', 'site', 'object', 'drawing'])
    expect(await sizeOf(items[0]?.image ?? '')).toEqual([640, 320])
    expect(await sizeOf(items[1]?.image ?? '')).toEqual([30, 20])
    expect(items[2]?.image).toBe(new URL('/pictures/somewhere.jpg', location.href).href)
    expect(await sizeOf(items[3]?.image ?? '')).toEqual([640, 64])
    expect(await sizeOf(items[4]?.image ?? '')).toEqual([120, 60])
    expect(items[0]?.image).toMatch(/^data:image\/webp/)
    expect(await (await reloaded.exportData()).text()).toContain(items[0]?.image)
  })

  test('a file that is no picture is refused, even with an embedding', async () => {
    const { recommender } = await openOnCatalogue()
    const embeddings = { image: clusterVector(1, 1) }
    const { refused } = await recommender.addItems([
      { id: 'x', image: new Blob(['not a picture']), embeddings },
      { id: 'y', image: 'javascript:alert(1)', embeddings },
    ])
    expect(refused.map(({ error }) => error.code)).toEqual(['invalid-picture', 'invalid-picture'])
  })
})
