import { describe, expect, it, vi } from 'vitest'
import { Catalogue } from '../catalogue/catalogue.js'
import { emptyProfile, replay } from '../profile/profile.js'
import { createRandom, type Random } from '../random.js'
import type { QueryEmbedding } from '../score/query-similarity.js'
import { SimilarityCache } from '../similarity/similarity-cache.js'
import { referenceKernels } from '../testing/reference-kernels.js'
import { logOf, unitVector } from '../testing/worlds.js'
import { MODALITIES, type Modality } from '../types.js'
import { quantise } from '../vector/quantise.js'
import { type RankingContext, recommend, related, search } from './rank.js'

// Many whole lists are ranked here; a busy machine may take long over them.
vi.setConfig({ testTimeout: 60_000 })

const DIMENSIONS = 32
const SCENES = 12

/** Things of twelve scenes in any media: every medium is a narrow cone of its own, plus the scene, plus noise. */
function openWorld(items: number, mediaOf: (k: number) => readonly Modality[]) {
  const random = createRandom(7)
  const cones = new Map(MODALITIES.map((modality) => [modality, unitVector(random, DIMENSIONS)]))
  const scenes = Array.from({ length: SCENES }, () => unitVector(random, DIMENSIONS))
  const embed = (modality: Modality, scene: number, source: Random = random): number[] => {
    const own = unitVector(source, DIMENSIONS)
    const cone = cones.get(modality) ?? []
    return own.map((value, d) => 1.5 * (cone[d] ?? 0) + (scenes[scene]?.[d] ?? 0) + 0.5 * value)
  }
  const space = { id: 'test@1', dimensions: DIMENSIONS, modalities: MODALITIES }
  const catalogue = new Catalogue({ kernels: referenceKernels, space })
  for (let k = 0; k < items; k += 1) {
    const embeddings = mediaOf(k).map((modality) => [modality, quantise(embed(modality, k % SCENES), DIMENSIONS)])
    catalogue.add({ id: `i${k}` }, Object.fromEntries(embeddings))
  }
  const context: RankingContext = { catalogue, similarities: new SimilarityCache(catalogue), profile: emptyProfile() }
  const asked = (modality: Modality, scene: number, seed = 1): QueryEmbedding => ({
    modality,
    vector: embed(modality, scene, createRandom(seed)),
  })
  return { context, asked }
}

const sceneOf = (id: string) => Number(id.slice(1)) % SCENES
const mediumOf = (id: string) => MODALITIES[Math.floor(Number(id.slice(1)) / SCENES) % 4] as Modality

describe('items of one medium each', () => {
  const { context, asked } = openWorld(960, (k) => [MODALITIES[Math.floor(k / SCENES) % 4] as Modality])

  it('are found by any medium, in every medium, in like parts', () => {
    for (const modality of MODALITIES) {
      const found = search(context, [asked(modality, 5)], { diversity: 0 }).take(40)
      expect(found.filter(({ item }) => sceneOf(item.id) === 5).length).toBeGreaterThanOrEqual(36)
      for (const medium of MODALITIES) {
        expect(found.filter(({ item }) => mediumOf(item.id) === medium).length).toBeGreaterThanOrEqual(4)
      }
    }
  })

  it('can be restricted to some media, in every list', () => {
    const modalities = ['audio', 'clip'] as const
    const profile = replay(logOf({ type: 'like', itemId: 'i5' }))
    const lists = [
      search(context, [asked('text', 5)], { modalities }),
      related(context, 'i5', { modalities }),
      recommend({ ...context, profile }, { modalities }),
    ]
    for (const list of lists) {
      const media = new Set(list.take(500).map(({ item }) => mediumOf(item.id)))
      expect([...media].sort()).toEqual(['audio', 'clip'])
    }
  })

  it.each([[[]], [['smell']], ['audio'], [null]])('refuses the media %j', (modalities) => {
    expect(() => recommend(context, { modalities: modalities as never })).toThrowError(
      expect.objectContaining({ code: 'invalid-argument' }),
    )
  })
})

describe('items that lack some media', () => {
  it.each<[Modality[]]>([[['audio']], [['text', 'image']], [['text', 'image', 'audio']]])(
    'compete with the others when they have %j, a fifth of the catalogue',
    (few) => {
      const { context, asked } = openWorld(720, (k) => (k % 5 === 0 ? few : MODALITIES))
      const shown = Array.from({ length: SCENES }, (_, scene) => {
        const liked = [1, 6, 11, 16, 21].map(
          (place) => ({ type: 'like', itemId: `i${scene + SCENES * place}` }) as const,
        )
        const found = search(context, [asked('text', scene)], { diversity: 0 }).take(20)
        const feed = recommend({ ...context, profile: replay(logOf(...liked)) }, { diversity: 0 }).take(20)
        const right = [...found, ...feed].filter(({ item }) => sceneOf(item.id) === scene)
        expect(right.length).toBeGreaterThanOrEqual(38)
        return right.map(({ item }) => Number(item.id.slice(1)) % 5 === 0)
      }).flat()
      // By z = 0 for what is missing it is 0.01; with nothing held against them it would be 0.2.
      expect(shown.filter(Boolean).length / shown.length).toBeGreaterThan(0.07)
    },
  )

  it('still have parts that sum to their score, and past interactions to the personal ones', () => {
    const { context } = openWorld(240, (k) => MODALITIES.filter((_, m) => (k >> m) % 2 === 0))
    const profile = replay(logOf(...Array.from({ length: 7 }, (_, k) => ({ type: 'like' as const, itemId: `i${k}` }))))
    const list = recommend({ ...context, profile })
    for (const { item, score } of list.take(200)) {
      const { parts, history } = list.explain(item.id)
      const sum = (all: readonly { value: number }[]) => all.reduce((total, { value }) => total + value, 0)
      expect(sum(parts)).toBeCloseTo(score, 9)
      expect(sum(history)).toBeCloseTo(sum(parts.filter(({ name }) => name !== 'popularity')), 9)
    }
  })
})

describe('several things asked with', () => {
  const { context, asked } = openWorld(480, () => MODALITIES)

  it('count alike, however many media each has', () => {
    const item = MODALITIES.map((modality) => ({ ...asked(modality, 3), thing: 'item' }))
    const found = search(context, [{ ...asked('text', 8), thing: 'words' }, ...item], { diversity: 0 }).take(80)
    const share = (scene: number) => found.filter(({ item: { id } }) => sceneOf(id) === scene).length
    expect(share(3)).toBeGreaterThanOrEqual(30)
    expect(share(8)).toBeGreaterThanOrEqual(30)
  })

  it('that are media of one thing are each compared with their own medium', () => {
    const list = search(context, [asked('text', 3), asked('audio', 8)])
    list.take(480)
    const { parts } = list.explain('i3')
    const of = (modality: Modality) => parts.find((part) => part.modality === modality)?.value ?? 0
    expect(of('text')).toBeGreaterThan(0.3)
    expect(of('audio')).toBeLessThan(0.1)
  })
})

describe('media weighed by the person', () => {
  it('follow the one medium in which their likes are alike, where fixed weights hardly do', () => {
    const random = createRandom(21)
    const space = { id: 'test@1', dimensions: DIMENSIONS, modalities: MODALITIES }
    const catalogue = new Catalogue({ kernels: referenceKernels, space })
    // Each medium shows a scene of its own, so that only sounds tell what this person likes.
    const scenes = Array.from({ length: SCENES }, () => unitVector(random, DIMENSIONS))
    for (let k = 0; k < 576; k += 1) {
      const embed = (medium: number) => {
        const scene = medium === 2 ? k % SCENES : Math.floor(random() * SCENES)
        const own = unitVector(random, DIMENSIONS)
        return quantise(
          own.map((value, d) => (scenes[scene]?.[d] ?? 0) + 1.6 * value),
          DIMENSIONS,
        )
      }
      catalogue.add({ id: `i${k}` }, Object.fromEntries(MODALITIES.map((modality, m) => [modality, embed(m)])))
    }
    const share = (fusion: 'late' | 'gate') => {
      const shares = Array.from({ length: 12 }, (_, scene) => {
        const likes = [0, 9, 17, 30, 41].map((row) => ({ type: 'like' as const, itemId: `i${row * SCENES + scene}` }))
        const context = { catalogue, similarities: new SimilarityCache(catalogue), profile: replay(logOf(...likes)) }
        const page = recommend(context, { fusion, diversity: 0 }).take(20)
        return page.filter(({ item }) => sceneOf(item.id) === scene).length / 20
      })
      return shares.reduce((sum, value) => sum + value, 0) / shares.length
    }
    expect(share('gate')).toBeGreaterThan(share('late') + 0.15)
  })
})
