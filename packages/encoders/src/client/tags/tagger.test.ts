import { LocavoreError, normalise } from '@locavore/core'
import { expect, test } from 'vitest'
import type { Content, EncodeResult } from '../encoder.js'
import { Tagger } from './tagger.js'

const SPACE = 'test@1'
const FITTED = { temperature: 0.05, none: 0.5, follow: 0 }
const SETTINGS = {
  format: 'locavore-tags@1',
  groups: [
    {
      id: 'weather',
      labels: [
        { id: 'rain', texts: ['rain', 'drizzle'] },
        { id: 'snow', texts: ['snow'] },
      ],
      calibration: { text: FITTED, image: { ...FITTED, none: 0.99 } },
    },
  ],
  other: { text: FITTED },
}

/** Words of one letter and the same beginning lie together. */
function encodeOne(content: Content): EncodeResult {
  if (content.modality !== 'text')
    return { ok: false, error: new LocavoreError('invalid-picture', 'It cannot be read.') }
  const vector = new Float32Array(26).fill(0.05)
  vector[(content.text.toLowerCase().charCodeAt(0) - 97 + 26) % 26] = 1
  return { ok: true, embedding: { modality: 'text', spaceId: SPACE, vector: normalise(vector) } }
}

function createTagger(settings: unknown = SETTINGS) {
  const asked: string[] = []
  const tagger = new Tagger({
    spaceId: SPACE,
    encode: async (batch) => {
      for (const content of batch) if (content.modality === 'text') asked.push(content.text)
      return batch.map(encodeOne)
    },
    readSettings: async () => (settings === undefined ? undefined : JSON.stringify(settings)),
  })
  return { tagger, asked }
}

const words = (text: string): Content => ({ modality: 'text', text })

test("the model's own groups, the label that fits first; what fits none says so", async () => {
  const { tagger } = createTagger()
  const [weather] = await tagger.tags(words('snowfall'), {})
  expect(weather?.id).toBe('weather')
  expect(weather?.labels[0]?.id).toBe('snow')
  expect(weather?.labels[0]?.probability).toBeGreaterThan(0.9)
  const [nothing] = await tagger.tags(words('accordion'), {})
  expect(nothing?.none).toBeGreaterThan(0.9)
})

test('the words of labels are encoded once', async () => {
  const { tagger, asked } = createTagger()
  await tagger.tags(words('snowfall'), {})
  await tagger.tags(words('rainfall'), {})
  expect(asked).toEqual(['snowfall', 'rain', 'drizzle', 'snow', 'rainfall'])
})

test("a site's own groups stand in place of the model's; a group of a known name takes its calibration", async () => {
  const { tagger } = createTagger()
  const groups = [
    { id: 'kind', labels: ['boat', { id: 'plane', texts: ['plane', 'aircraft'] }] },
    { id: 'weather', labels: ['snow'] },
  ]
  const tags = await tagger.tags(words('boat'), { groups })
  expect(tags.map(({ id }) => id)).toEqual(['kind', 'weather'])
  expect(tags[0]?.labels.map(({ id }) => id)).toEqual(['boat', 'plane'])
  // Of pictures only the weather is fitted: the stricter one is used, and a group of another name is refused.
  const vector = normalise(Float32Array.from({ length: 26 }, (_, at) => (at === 18 ? 1 : at === 1 ? 0.8 : 0)))
  const picture = { modality: 'image', spaceId: SPACE, vector } as const
  const [strict] = await tagger.tags(picture, { groups: groups.slice(1) })
  expect(strict?.none).toBeGreaterThan(0.9)
  await expect(tagger.tags(picture, { groups })).rejects.toMatchObject({ code: 'unsupported-media' })
})

test('what cannot be told is refused by code', async () => {
  const { tagger } = createTagger()
  const stranger = { modality: 'text', spaceId: 'other@1', vector: new Float32Array(26) } as const
  const short = { modality: 'text', spaceId: SPACE, vector: new Float32Array(3) } as const
  await expect(tagger.tags(stranger, {})).rejects.toMatchObject({ code: 'space-mismatch' })
  await expect(tagger.tags(short, {})).rejects.toMatchObject({ code: 'invalid-vector' })
  await expect(tagger.tags({ modality: 'image', image: '/x.png' }, {})).rejects.toMatchObject({
    code: 'invalid-picture',
  })
  const none = new Tagger({ spaceId: SPACE, encode: async () => [], readSettings: async () => undefined })
  await expect(none.tags(words('rain'), {})).rejects.toMatchObject({ code: 'unsupported-media' })
  await expect(createTagger({ format: 'x' }).tagger.tags(words('rain'), {})).rejects.toMatchObject({
    code: 'model-invalid',
  })
})

test('groups that are not whole are refused before anything is encoded', async () => {
  const { tagger, asked } = createTagger()
  const broken: readonly unknown[] = [
    [],
    [{ id: '', labels: ['a'] }],
    [{ id: 'a', labels: [] }],
    [{ id: 'a', labels: ['x', 'x'] }],
    [{ id: 'a', labels: [{ id: 'x', texts: [] }] }],
    [{ id: 'a', labels: [3] }],
    [
      { id: 'a', labels: ['x'] },
      { id: 'a', labels: ['y'] },
    ],
  ]
  for (const groups of broken)
    await expect(tagger.tags(words('rain'), { groups: groups as never }), JSON.stringify(groups)).rejects.toMatchObject(
      {
        code: 'invalid-argument',
      },
    )
  expect(asked).toEqual([])
})
