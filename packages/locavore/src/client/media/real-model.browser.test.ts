import { describe, expect, onTestFinished, test } from 'vitest'
import { cutTogether, drawScene } from '../../../../encoders/testing/clips.js'
import { factory, MANIFEST } from '../../../../encoders/testing/helpers.js'
import { chirp, wave } from '../../../../encoders/testing/sounds.js'
import { freshName, open } from '../../../testing/open-recommender.js'
import type { ItemInput, Recommender, SearchQuery } from '../../index.js'

const SIDE = { width: 320, height: 200 }

function picture(scene: number): OffscreenCanvas {
  const canvas = new OffscreenCanvas(SIDE.width, SIDE.height)
  const context = canvas.getContext('2d')
  if (context === null) throw new Error('no canvas')
  drawScene(context, scene, 0)
  return canvas
}

/** Sounds that nobody takes for each other: a chirp, noise, clicks. */
function sound(kind: number): { samples: Float32Array; sampleRate: number } {
  const sampleRate = 16_000
  let state = 1
  const noise = () => {
    state = (state * 48_271) % 2_147_483_647
    return state / 1_073_741_823.5 - 1
  }
  const samples = Float32Array.from({ length: 2 * sampleRate }, (_, index) => {
    if (kind === 1) return 0.5 * noise()
    return index % 4000 < 40 ? 0.9 : 0
  })
  return { samples: kind === 0 ? chirp(2, sampleRate) : samples, sampleRate }
}

async function openReal(): Promise<Recommender> {
  return open({ name: freshName(), encoder: factory, assets: '/assets/', devices: ['wasm'] })
}

/** An address of this page, for as long as the test runs. */
function addressOf(file: Blob): string {
  const address = URL.createObjectURL(file)
  onTestFinished(() => URL.revokeObjectURL(address))
  return address
}

async function first(recommender: Recommender, query: SearchQuery, medium: 'text' | 'image' | 'audio' | 'clip') {
  const [found] = await recommender.search(query, { modalities: [medium], limit: 1, diversity: 0, personalise: 0 })
  return found?.item.id
}

describe.skipIf(MANIFEST.towers.audio === undefined)('four media with the model itself', () => {
  test('find each other: a picture its film, a film its picture, a sound itself, both together the film', async () => {
    const recommender = await openReal()
    const films = await Promise.all([0, 1, 2].map((scene) => cutTogether([scene], 2, sound(scene))))
    const items = [0, 1, 2].flatMap((scene): ItemInput[] => [
      { id: `film-${scene}`, clip: films[scene] as Blob },
      { id: `sound-${scene}`, audio: sound(scene) },
      { id: `picture-${scene}`, image: picture(scene) },
    ])
    expect((await recommender.addItems(items)).refused).toEqual([])
    for (const scene of [0, 1, 2]) {
      const { samples, sampleRate } = sound(scene)
      expect(await first(recommender, { image: picture(scene) }, 'clip')).toBe(`film-${scene}`)
      expect(await first(recommender, { clip: films[scene] as Blob }, 'image')).toBe(`picture-${scene}`)
      expect(await first(recommender, { audio: wave(samples, sampleRate) }, 'audio')).toBe(`sound-${scene}`)
      expect(await first(recommender, { clip: films[scene] as Blob }, 'clip')).toBe(`film-${scene}`)
      const both = { image: picture(scene), audio: sound(scene) }
      expect(await first(recommender, both, 'clip')).toBe(`film-${scene}`)
    }
    expect(recommender.state).toBe('ready')
  })

  test('can be looked into, with words and with what was liked', async () => {
    const recommender = await openReal()
    const film = await cutTogether([0, 4], 3, sound(1))
    await recommender.addItems([
      { id: 'all', text: 'A boat', image: picture(0), audio: wave(sound(1).samples, 16_000), clip: film },
      { id: 'liked', text: 'Another boat', image: picture(4) },
    ])
    for (const query of ['a boat in the harbour', { itemId: 'liked' }]) {
      const { media, failed } = await recommender.align(query, { itemId: 'all' })
      expect(failed).toEqual([])
      const { image, audio, clip } = media
      if (image?.kind !== 'map' || audio?.kind !== 'timeline' || clip?.kind !== 'timeline') throw new Error('kinds')
      expect(image.relevance).toHaveLength(image.rows * image.columns)
      for (const { relevance } of [image, audio, clip]) {
        expect(relevance.every((value) => value >= 0 && value <= 1)).toBe(true)
      }
      expect(audio.seconds.at(-1)).toBeLessThan(2.5)
      expect(clip.relevance).toHaveLength(clip.seconds.length)
      expect(clip.sound?.length).toBe(clip.seconds.length)
    }
    const frames = await recommender.keyFrames({ itemId: 'all' })
    expect(frames.length).toBeGreaterThanOrEqual(2)
    expect(frames[0]?.covers.from).toBe(0)
  })

  test('load what they need and nothing else, all from this origin and listed', async () => {
    const recommender = await openReal()
    const models = async () =>
      (await recommender.requests()).map(({ url }) => url).filter((url) => url.endsWith('.onnx'))
    await recommender.warmUp()
    expect((await models()).some((url) => url.includes('audio_model'))).toBe(false)
    const phases = new Set<string>()
    const report = await recommender.warmUp(['audio', 'clip'], { onProgress: ({ phase }) => phases.add(phase) })
    expect(report.state).toBe('ready')
    expect((await models()).filter((url) => url.includes('audio_model'))).toHaveLength(1)
    expect(phases.has('download')).toBe(true)

    const address = addressOf(wave(sound(0).samples, 16_000))
    await recommender.addItems([{ id: 'a', audio: address }])
    const asked = performance.getEntriesByType('resource').map(({ name }) => new URL(name).origin)
    expect([...new Set(asked)].filter((origin) => origin !== location.origin && origin !== 'null')).toEqual([])
    expect((await recommender.requests()).every(({ url }) => new URL(url).origin === location.origin)).toBe(true)
    await expect(recommender.search({ audio: 'https://elsewhere.example/a.wav' })).rejects.toMatchObject({
      code: 'invalid-argument',
    })
  })
})
