import type { Modality } from '@locavore/core'
import { describe, expect, test } from 'vitest'
import { clusterVector, TEST_SPACE } from '../../../testing/clustered-catalogue.js'
import { clusteredEncoder } from '../../../testing/clustered-encoder.js'
import { padded, shortFilm } from '../../../testing/film.js'
import { freshName, open, shareOf, until } from '../../../testing/open-recommender.js'
import type { ItemInput, Recommender } from '../../index.js'

const MEDIA = ['text', 'image', 'audio', 'clip'] as const satisfies readonly Modality[]
const SILENCE = 'data:audio/wav;base64,UklGRiQAAABXQVZFZm10IBAAAAABAAEAQB8AAIA+AAACABAAZGF0YQAAAAA='

const here = (path: string) => new URL(path, location.href).href

/** Sixty things of six clusters, each in one medium of its own, with ready embeddings. */
async function addSingles(recommender: Recommender): Promise<void> {
  const items = Array.from({ length: 72 }, (_, index): ItemInput => {
    const modality = MEDIA[Math.floor(index / 6) % 4] ?? 'text'
    return {
      id: `${modality}-${index}`,
      attributes: { cluster: `c${index % 6}` },
      embeddings: { [modality]: clusterVector(index % 6, index) },
    }
  })
  expect((await recommender.addItems(items)).added).toBe(72)
}

describe('items with sounds and clips', () => {
  test('are encoded in every medium the model knows, and keep their addresses', async () => {
    const encoder = clusteredEncoder()
    const recommender = await open({ name: freshName(), encoder })
    const item = {
      id: 'a',
      text: 'cluster 1',
      image: '/cluster-1.jpg',
      audio: '/cluster-1.wav',
      clip: '/cluster-1.webm',
    }
    expect((await recommender.addItems([item])).added).toBe(1)
    expect(encoder.asked.map(({ modality }) => modality).sort()).toEqual(['audio', 'clip', 'image', 'text'])
    expect(await recommender.getItems(['a'])).toEqual([
      { ...item, image: here(item.image), audio: here(item.audio), clip: here(item.clip) },
    ])
    for (const medium of MEDIA) {
      expect((await recommender.recommend({ modalities: [medium] })).map((one) => one.item.id)).toEqual(['a'])
    }
  })

  test('keep media the model does not know, as long as there is one it does', async () => {
    const encoder = clusteredEncoder({ ...TEST_SPACE, modalities: ['text', 'image'] })
    const recommender = await open({ name: freshName(), encoder })
    const { added, refused } = await recommender.addItems([
      { id: 'words', text: 'cluster 1', audio: '/a.wav' },
      { id: 'sound', audio: '/a.wav' },
    ])
    expect(added).toBe(1)
    expect(refused.map(({ id, error }) => [id, error.code])).toEqual([['sound', 'unsupported-media']])
    expect((await recommender.getItems(['words']))[0]?.audio).toBe(here('/a.wav'))
    expect(await recommender.recommend({ modalities: ['audio'] })).toHaveLength(0)
  })

  test('given as files keep what is small; of a longer clip a picture, of a longer sound its embedding', async () => {
    const film = await shortFilm()
    const sound = new Blob([new Uint8Array(1000)], { type: 'audio/wav' })
    const long = padded(sound, 200_000)
    const name = freshName()
    const recommender = await open({ name, encoder: clusteredEncoder() })
    const { refused } = await recommender.addItems([
      { id: 'film', clip: film },
      { id: 'long-film', clip: padded(film, 200_000) },
      { id: 'long-film-with-picture', clip: padded(film, 200_000), image: '/own.jpg' },
      { id: 'sound', audio: sound },
      { id: 'object', audio: URL.createObjectURL(sound) },
      { id: 'data', audio: SILENCE },
      { id: 'long-sound', audio: long },
      { id: 'samples', audio: { samples: new Float32Array(16_000), sampleRate: 16_000 } },
      { id: 'page', audio: new Blob(['<script>'], { type: 'text/html' }) },
    ])
    expect(refused).toEqual([])
    await recommender.close()

    const reloaded = await open({ name, encoder: clusteredEncoder() })
    const kept = async (id: string) => (await reloaded.getItems([id]))[0]
    expect((await kept('film'))?.clip).toMatch(/^data:video\/webm.*;base64,/)
    expect((await kept('film'))?.image).toBeUndefined()
    expect((await kept('long-film'))?.clip).toBeUndefined()
    const poster = new Image()
    poster.src = (await kept('long-film'))?.image ?? ''
    await poster.decode()
    expect([poster.naturalWidth, poster.naturalHeight]).toEqual([64, 48])
    expect((await kept('long-film-with-picture'))?.image).toBe(here('/own.jpg'))
    expect((await kept('sound'))?.audio).toMatch(/^data:audio\/wav;base64,/)
    expect((await kept('object'))?.audio).toEqual((await kept('sound'))?.audio)
    expect((await kept('data'))?.audio).toBe(SILENCE)
    for (const id of ['long-sound', 'samples', 'page']) expect(await kept(id)).toEqual({ id })
    expect(await reloaded.recommend({ modalities: ['audio'] })).toHaveLength(6)
    expect(await (await reloaded.exportData()).text()).toContain(SILENCE)
    expect(await reloaded.requests()).toEqual([])
  })

  test('an address that could act is refused', async () => {
    const recommender = await open({ name: freshName(), space: TEST_SPACE })
    const { refused } = await recommender.addItems([
      { id: 'x', clip: 'javascript:alert(1)', embeddings: { clip: clusterVector(1, 1) } },
    ])
    expect(refused.map(({ error }) => error.code)).toEqual(['invalid-argument'])
  })
})

describe('a search by any medium', () => {
  test('finds every medium: words find sounds and clips, a picture finds a clip', async () => {
    const recommender = await open({ name: freshName(), encoder: clusteredEncoder() })
    await addSingles(recommender)
    for (const query of [
      'cluster 2',
      { image: '/cluster-2.jpg' },
      { audio: '/cluster-2.wav' },
      { clip: '/cluster-2.webm' },
      { text: 'cluster 2', clip: '/cluster-2.webm', image: '/cluster-2.jpg' },
      { audio: '/cluster-2.wav', itemId: 'clip-20' },
    ]) {
      for (const medium of MEDIA) {
        const found = await recommender.search(query, { modalities: [medium], limit: 3, diversity: 0 })
        expect(found.every(({ item }) => item.id.startsWith(medium))).toBe(true)
        expect(shareOf(found, 'c2')).toBe(1)
      }
    }
  })

  test('says what is wrong with a query', async () => {
    const recommender = await open({ name: freshName(), encoder: clusteredEncoder() })
    await addSingles(recommender)
    await expect(recommender.search({ audio: '/broken.wav' })).rejects.toMatchObject({ code: 'invalid-picture' })
    expect(recommender.state).toBe('ready')
    await expect(recommender.search({ sound: '/a.wav' } as never)).rejects.toMatchObject({ code: 'unknown-option' })
    await expect(recommender.search('cluster 1', { modalities: ['smell'] as never })).rejects.toMatchObject({
      code: 'invalid-argument',
    })
    const bare = await open({ name: freshName(), space: TEST_SPACE })
    await expect(bare.search({ clip: '/a.webm' })).rejects.toMatchObject({ code: 'encoder-unavailable' })
  })
})

describe('looking into an item', () => {
  const item = { id: 'a', text: 'cluster 1', image: '/cluster-1.jpg', audio: '/cluster-1.wav', clip: '/cluster-1.webm' }

  async function opened() {
    const encoder = clusteredEncoder()
    const recommender = await open({ name: freshName(), encoder })
    await addSingles(recommender)
    await recommender.addItems([item, { id: 'words', text: 'cluster 3' }])
    return { encoder, recommender }
  }

  test('with words: a map of its picture, time lines of its sound and clip', async () => {
    const { encoder, recommender } = await opened()
    const { itemId, media, failed } = await recommender.align('a boat', { itemId: 'a' })
    expect({ itemId, failed }).toEqual({ itemId: 'a', failed: [] })
    expect([media.image?.kind, media.audio?.kind, media.clip?.kind]).toEqual(['map', 'timeline', 'timeline'])
    expect(encoder.aligned.map(({ query }) => query)).toEqual(['a boat', 'a boat', 'a boat'])
    expect(encoder.aligned[2]?.content).toEqual({ modality: 'clip', clip: here('/cluster-1.webm') })
    const one = await recommender.align('a boat', { itemId: 'a', modalities: ['audio'] })
    expect(Object.keys(one.media)).toEqual(['audio'])
  })

  test('with the item that was liked: by its own vectors, without its medium by the mean of them', async () => {
    const { encoder, recommender } = await opened()
    await recommender.align({ itemId: 'words' }, { itemId: 'a' })
    const queries = encoder.aligned.map(({ query }) => query)
    expect(queries).toHaveLength(3)
    for (const query of queries) {
      expect(query).toBeInstanceOf(Float32Array)
      expect(Math.hypot(...(query as Float32Array))).toBeCloseTo(1, 5)
    }
    expect(queries[1]).toEqual(queries[0])
  })

  test('fails by code, a medium alone or all together, and leaves the state as it is', async () => {
    const { recommender } = await opened()
    await recommender.addItems([
      {
        id: 'half',
        image: '/fine.jpg',
        audio: '/broken.wav',
        embeddings: { image: clusterVector(1, 1), audio: clusterVector(1, 2) },
      },
      { id: 'bad', audio: '/broken.wav', embeddings: { audio: clusterVector(1, 2) } },
    ])
    const half = await recommender.align('a boat', { itemId: 'half' })
    expect(Object.keys(half.media)).toEqual(['image'])
    expect(half.failed.map(({ modality, error }) => [modality, error.code])).toEqual([['audio', 'invalid-picture']])
    const code = (query: never, target: never) =>
      recommender.align(query, target).then(
        () => 'none',
        (error) => error.code,
      )
    const good = { itemId: 'a' } as never
    expect(await code('x' as never, { itemId: 'bad' } as never)).toBe('invalid-picture')
    expect(await code('x' as never, { itemId: 'words' } as never)).toBe('unsupported-media')
    expect(await code('x' as never, { itemId: 'nobody' } as never)).toBe('unknown-item')
    expect(await code({ itemId: 'nobody' } as never, good)).toBe('unknown-item')
    expect(await code(' ' as never, good)).toBe('invalid-argument')
    expect(await code({ text: 'x' } as never, good)).toBe('unknown-option')
    expect(await code('x' as never, undefined as never)).toBe('invalid-argument')
    expect(recommender.state).toBe('ready')
    const controller = new AbortController()
    controller.abort()
    await expect(recommender.align('x', { itemId: 'a' }, { signal: controller.signal })).rejects.toMatchObject({
      code: 'aborted',
    })
  })

  test('key frames of an item’s clip, and of any other', async () => {
    const { recommender } = await opened()
    expect((await recommender.keyFrames({ itemId: 'a' }))[0]?.covers).toEqual({ from: 0, to: 2 })
    expect(await recommender.keyFrames('/any.webm', { most: 3 })).toHaveLength(1)
    await expect(recommender.keyFrames({ itemId: 'words' })).rejects.toMatchObject({ code: 'unsupported-media' })
    await expect(recommender.keyFrames({ itemId: 'nobody' })).rejects.toMatchObject({ code: 'unknown-item' })
  })
})

describe('a newer model', () => {
  const NEXT = { ...TEST_SPACE, id: 'test/clusters@2' }

  async function afterTheChange() {
    const name = freshName()
    const old = await open({ name, encoder: clusteredEncoder() })
    await old.addItems([
      ...Array.from({ length: 40 }, (_, index) => ({ id: `own-${index}`, text: `cluster ${index % 4}` })),
      {
        id: 'media',
        text: 'cluster 5',
        audio: '/cluster-5.wav',
        clip: '/broken.webm',
        embeddings: { clip: clusterVector(5, 1) },
      },
      { id: 'lost', clip: padded(new Blob([], { type: 'video/webm' }), 200_000) },
    ])
    await old.close()
    const encoder = clusteredEncoder(NEXT)
    return { name, encoder, recommender: await open({ name, encoder }) }
  }

  test('leaves what the old one encoded waiting, aloud, until it is encoded again', async () => {
    const { name, encoder, recommender } = await afterTheChange()
    const { state, reason, waiting } = await recommender.status()
    expect({ state, waiting }).toEqual({ state: 'degraded', waiting: 42 })
    expect(reason).toContain('42 items')
    const progress: number[] = []
    const { reencoded, left } = await recommender.reencode({
      onProgress: (report) => report.phase === 'encode' && progress.push(report.done),
    })
    expect(reencoded).toBe(41)
    expect(left.map(({ id, modality, error }) => [id, modality, error.code]).sort()).toEqual([
      ['lost', 'clip', 'no-content'],
      ['media', 'clip', 'invalid-picture'],
    ])
    expect(progress).toEqual([16, 32, 42])
    expect(encoder.asked).toContainEqual({ modality: 'audio', audio: here('/cluster-5.wav') })
    expect((await recommender.related('own-2', { limit: 5, diversity: 0 })).map(({ item }) => item.text)).toEqual(
      Array.from({ length: 5 }, () => 'cluster 2'),
    )
    await until(() => recommender.state === 'degraded')
    expect((await recommender.status()).waiting).toBe(1)
    await recommender.removeItems(['lost'])
    expect(recommender.state).toBe('ready')
    await recommender.close()
    const reloaded = await open({ name, encoder: clusteredEncoder(NEXT) })
    expect((await reloaded.status()).waiting).toBe(0)
  })

  test('encodes it again by itself once it is loaded for something else', async () => {
    for (const load of [
      (recommender: Recommender) => recommender.warmUp(),
      (recommender: Recommender) => recommender.addItems([{ id: 'new', text: 'cluster 1' }]),
    ]) {
      const { recommender } = await afterTheChange()
      await load(recommender)
      await until(async () => (await recommender.status()).waiting === 1)
    }
  })

  test('says so too of a file from a device with the old one', async () => {
    const old = await open({ name: freshName(), encoder: clusteredEncoder() })
    await old.addItems([{ id: 'a', text: 'cluster 1' }])
    const file = await old.exportData()
    const recommender = await open({ name: freshName(), encoder: clusteredEncoder(NEXT) })
    expect(recommender.state).toBe('ready')
    await recommender.importData(file)
    expect(recommender.state).toBe('degraded')
    expect((await recommender.reencode()).reencoded).toBe(1)
    expect(recommender.state).toBe('ready')
  })

  test('stops when asked to, and when closed', async () => {
    const { recommender } = await afterTheChange()
    const controller = new AbortController()
    controller.abort()
    await expect(recommender.reencode({ signal: controller.signal })).rejects.toMatchObject({ code: 'aborted' })
    const running = recommender.reencode()
    const outcome = expect(running).rejects.toMatchObject({ code: expect.stringMatching(/aborted|closed/) })
    await recommender.close()
    await outcome
    const bare = await open({ name: freshName(), space: TEST_SPACE })
    await expect(bare.reencode()).rejects.toMatchObject({ code: 'encoder-unavailable' })
  })
})
