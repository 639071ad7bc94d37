import {
  Catalogue,
  createRandom,
  emptyProfile,
  fitSpaceMap,
  fromElsewhere,
  gaussian,
  type Modality,
  quantise,
  type RankingContext,
  recommend,
  replay,
  SimilarityCache,
  type SpaceMap,
} from '@locavore/core'
import { createScene, matchesTaste, type Scene, TASTES } from '@locavore/postcards'
import { plainKernels } from '../kernels/plain-kernels.js'
import { Bootstrap } from '../measure/bootstrap.js'
import type { StudyTable } from '../studies/study.js'

const CARDS = 400
const DIMENSIONS = 48
const LIKES = 5
const LIST = 20
const DRAWS = 12
const ANCHORS = [20, 50, 200, 800] as const
/** People whose likes make the popularity of the second catalogue. */
const COUNTED = 400
/** Weights beside popularity that are tried besides the default. */
const SHARES = [0.1, 0.25, 0.5, 1] as const
const MEDIA = ['text', 'image'] as const satisfies readonly Modality[]
const SHOWN: Readonly<Record<(typeof MEDIA)[number], Readonly<Partial<Record<keyof Scene, number>>>>> = {
  text: { place: 1, weather: 0.8, hour: 0.7, season: 0.8, subject: 1, mood: 0.7 },
  image: { place: 1, weather: 0.7, hour: 0.8, subject: 0.7, style: 1 },
}
const NOISE = 1.1
const CONE = 1.5
const bootstrap = new Bootstrap(1, 1_000)

type Encode = (scene: Scene, medium: (typeof MEDIA)[number]) => number[]

/** An encoder of its own: every value of an attribute, and every medium, has a direction that no other encoder shares. */
function encoderOf(seed: number): Encode {
  const directions = new Map<string, number[]>()
  const direction = (key: string): number[] => {
    const known = directions.get(key) ?? unit(createRandom(hash(`${seed} ${key}`)))
    directions.set(key, known)
    return known
  }
  return (scene, medium) => {
    const own = unit(createRandom(hash(`${seed} ${medium} ${scene.seed}`)))
    const cone = direction(`cone ${medium}`)
    const sum = own.map((value, d) => NOISE * value + CONE * (cone[d] as number))
    for (const [attribute, strength] of Object.entries(SHOWN[medium])) {
      const towards = direction(`${attribute} ${scene[attribute as keyof Scene]}`)
      for (let d = 0; d < DIMENSIONS; d += 1) sum[d] = (sum[d] as number) + strength * (towards[d] as number)
    }
    return sum
  }
}

const cardsOf = (catalogue: number, count: number) =>
  Array.from({ length: count }, (_, k) => createScene(catalogue * 100_000 + k))

/** Two catalogues of cards by two encoders, and simulated people known by the first alone. */
export function simulatedDomains(): StudyTable {
  const [films, books] = [encoderOf(1), encoderOf(2)]
  const [first, second] = [cardsOf(1, CARDS), cardsOf(2, CARDS)]
  const context = contextOf(second, books)
  const maps = new Map(
    ANCHORS.flatMap((count) =>
      (['ridge', 'procrustes'] as const).map((method) => [`${method} ${count}`, mapOf(films, books, count, method)]),
    ),
  )
  const rows = [
    { name: 'popularity', rank: () => ANCHORS.map(() => recommend(context, { diversity: 0 })) },
    ...(['ridge', 'procrustes'] as const).map((method) => ({
      name: method,
      rank: (likes: readonly number[]) =>
        ANCHORS.map((count) => rankFor(context, first, likes, films, maps.get(`${method} ${count}`))),
    })),
    ...SHARES.map((share) => ({
      name: `ridge, share ${share}`,
      rank: (likes: readonly number[]) =>
        ANCHORS.map((count) =>
          rankFor(
            { ...context, constants: { elsewhereShare: share } },
            first,
            likes,
            films,
            maps.get(`ridge ${count}`),
          ),
        ),
    })),
    { name: 'no map', rank: (likes: readonly number[]) => ANCHORS.map(() => rankFor(context, first, likes, films)) },
    {
      name: 'one encoder',
      rank: (likes: readonly number[]) => ANCHORS.map(() => rankFor(context, first, likes, books)),
    },
  ]
  const people = peopleOf(first, second)
  const shares = rows.map(({ rank }) =>
    people.map(({ likes, wanted }) => rank(likes).map((list) => filled(list, wanted))),
  )
  const column = (row: number, k: number) => Float64Array.from(shares[row] ?? [], (values) => values[k] ?? 0)
  return {
    title: `Across two encoders, ${people.length} simulated people with ${LIKES} likes in the first catalogue: share of the next ${LIST} of the second that matches their taste`,
    columns: [...ANCHORS.map((count) => `${count} anchors`), `${ANCHORS.at(-1)}, over popularity`],
    rows: rows.map(({ name }, r) => ({
      name,
      values: [
        ...ANCHORS.map((_, k) => bootstrap.mean(column(r, k))),
        bootstrap.ratio(column(r, ANCHORS.length - 1), column(0, ANCHORS.length - 1)),
      ],
    })),
    note: `Anchors are other cards, encoded by both. ${CARDS} cards a catalogue, in words and pictures of generated vectors; all others weigh in at the defaults. "no map" takes vectors of one encoder for those of the other.`,
  }
}

function contextOf(cards: readonly Scene[], encode: Encode): RankingContext {
  const space = { id: 'second@1', dimensions: DIMENSIONS, modalities: MEDIA }
  const catalogue = new Catalogue({ kernels: plainKernels, space })
  const likes = countLikes(cards)
  cards.forEach((scene, k) => {
    const vectors = MEDIA.map((medium) => [medium, quantise(encode(scene, medium), DIMENSIONS)])
    catalogue.add({ id: `second ${k}`, popularity: likes[k] ?? 0 }, Object.fromEntries(vectors))
  })
  return { catalogue, similarities: new SimilarityCache(catalogue), profile: emptyProfile() }
}

/** Likes by people of all tastes, some cards more to everybody's liking than others. */
function countLikes(cards: readonly Scene[]): number[] {
  const random = createRandom(11)
  const appeal = cards.map(() => 0.3 * random() ** 4)
  const likes = cards.map(() => 0)
  for (let person = 0; person < COUNTED; person += 1) {
    const taste = TASTES[person % TASTES.length]
    cards.forEach((scene, k) => {
      const chance = (appeal[k] ?? 0) + (taste !== undefined && matchesTaste(taste, scene) ? 0.2 : 0)
      if (random() < chance) likes[k] = (likes[k] ?? 0) + 1
    })
  }
  return likes
}

function mapOf(films: Encode, books: Encode, count: number, method: 'ridge' | 'procrustes'): SpaceMap {
  const anchors = cardsOf(3, count)
  const maps = MEDIA.map((medium) => {
    const unitRows = (encode: Encode) => anchors.flatMap((scene) => normalised(encode(scene, medium)))
    const { fromMean, toMean, weight } = fitSpaceMap(
      { from: unitRows(films), to: unitRows(books), fromDimensions: DIMENSIONS, toDimensions: DIMENSIONS },
      { method },
    )
    return { from: medium, to: medium, fromMean, toMean, weight }
  })
  return { from: 'first@1', to: 'second@1', maps }
}

function rankFor(
  context: RankingContext,
  first: readonly Scene[],
  likes: readonly number[],
  encode: Encode,
  spaceMap?: SpaceMap,
) {
  const profile = replay(likes.map((k, n) => ({ type: 'like', itemId: String(k), sequence: n + 1, at: 0 }) as const))
  const vectorsOf = (id: string) => {
    const scene = first[Number(id)]
    return scene === undefined
      ? {}
      : Object.fromEntries(MEDIA.map((medium) => [medium, normalised(encode(scene, medium))]))
  }
  const spaceId = spaceMap === undefined ? 'second@1' : 'first@1'
  const given = spaceMap === undefined ? {} : { spaceMap }
  const domain = { name: 'first', profile, spaceId, vectorsOf, titleOf: () => undefined, ...given }
  return recommend({ ...context, elsewhere: fromElsewhere(domain, 'second@1') }, { diversity: 0 })
}

function peopleOf(first: readonly Scene[], second: readonly Scene[]) {
  return TASTES.flatMap((taste, t) =>
    Array.from({ length: DRAWS }, (_, draw) => {
      const random = createRandom(1_000 * t + draw)
      const matching = first.flatMap((scene, k) => (matchesTaste(taste, scene) ? [k] : []))
      const likes: number[] = []
      while (likes.length < Math.min(LIKES, matching.length)) {
        const k = matching[Math.floor(random() * matching.length)] ?? 0
        if (!likes.includes(k)) likes.push(k)
      }
      const wanted = new Set(second.flatMap((scene, k) => (matchesTaste(taste, scene) ? [`second ${k}`] : [])))
      return { likes, wanted }
    }),
  )
}

function filled(list: ReturnType<typeof recommend>, wanted: ReadonlySet<string>): number {
  const found = list.take(LIST).filter(({ item }) => wanted.has(item.id)).length
  return found / Math.min(LIST, wanted.size)
}

function unit(random: () => number): number[] {
  return normalised(Array.from({ length: DIMENSIONS }, () => gaussian(random)))
}

function normalised(vector: readonly number[]): number[] {
  const length = Math.hypot(...vector)
  return vector.map((value) => value / length)
}

/** FNV-1a: a seed for every name. */
function hash(text: string): number {
  let value = 0x811c9dc5
  for (let k = 0; k < text.length; k += 1) value = Math.imul(value ^ text.charCodeAt(k), 0x01000193)
  return value >>> 0
}
