import { ContentTable, createRandom, gaussian, type Random } from '@locavore/core'
import { createScene, type Scene } from '@locavore/postcards'
import { centre } from '../pack/content.js'

/** What a card is about: its scene, and two things that only its sound and only its clip tell. */
export type CardFacts = Omit<Scene, 'seed'> & { readonly tune: string; readonly motion: string }
export type CardAttribute = keyof CardFacts

export interface CardMedium {
  readonly name: 'text' | 'image' | 'audio' | 'clip'
  /** Centred unit rows; zero where the card lacks the medium. */
  readonly table: ContentTable
  /** `[cards]`, 1 where a card has the medium. */
  readonly present: Uint8Array
}

/**
 * A catalogue of postcards with four media. The media's vectors are generated, not encoded: each is the sum of a direction for
 * every attribute value the medium shows, as strongly as it shows it, plus the medium's own cone and noise.
 */
export interface CardWorld {
  readonly cards: readonly CardFacts[]
  readonly media: readonly CardMedium[]
}

export interface CardWorldOptions {
  readonly cards?: number
  readonly seed?: number
  /** Part of the media that are taken away; every card keeps at least one. */
  readonly missing?: number
}

interface Shown {
  readonly name: CardMedium['name']
  /** How clearly each attribute is shown. */
  readonly strengths: Readonly<Partial<Record<CardAttribute, number>>>
  /** Length of what is neither attribute nor cone. */
  readonly noise: number
}

const DIMENSIONS = 64
const CONE = 1.5
const SHOWN: readonly Shown[] = [
  {
    name: 'text',
    strengths: { place: 1, weather: 0.8, hour: 0.7, season: 0.8, subject: 1, mood: 0.7, style: 0.3 },
    noise: 1,
  },
  { name: 'image', strengths: { place: 1, weather: 0.7, hour: 0.8, subject: 0.7, style: 1, palette: 1 }, noise: 1.2 },
  { name: 'audio', strengths: { place: 0.6, weather: 0.8, mood: 0.7, tune: 1.2 }, noise: 1.4 },
  { name: 'clip', strengths: { place: 0.8, weather: 1, hour: 0.6, subject: 0.5, motion: 1.2 }, noise: 1.4 },
]
const TUNES = 10
const MOTIONS = 10

export function createCardWorld({ cards = 800, seed = 1, missing = 0 }: CardWorldOptions = {}): CardWorld {
  const random = createRandom(seed)
  const facts = Array.from({ length: cards }, (__, k): CardFacts => {
    const { seed: _seed, ...scene } = createScene(seed * 100_000 + k)
    return { ...scene, tune: `tune-${pick(random, TUNES)}`, motion: `motion-${pick(random, MOTIONS)}` }
  })
  const present = SHOWN.map(() => Uint8Array.from({ length: cards }, () => (random() < missing ? 0 : 1)))
  for (let card = 0; card < cards; card += 1) {
    const kept = present[pick(random, SHOWN.length)]
    if (kept !== undefined && present.every((flags) => flags[card] === 0)) kept[card] = 1
  }
  const directions = new Map<string, Float64Array>()
  const directionOf = (key: string) => {
    const known = directions.get(key) ?? direction(random)
    directions.set(key, known)
    return known
  }
  const media = SHOWN.map((shown, m): CardMedium => {
    const flags = present[m] ?? new Uint8Array(cards)
    const rows = new Float32Array(cards * DIMENSIONS)
    const cone = direction(random)
    facts.forEach((card, k) => {
      embed(rows.subarray(k * DIMENSIONS, (k + 1) * DIMENSIONS), card, shown, cone, directionOf, random)
    })
    return { name: shown.name, present: flags, table: new ContentTable(centre(rows, DIMENSIONS, flags), DIMENSIONS) }
  })
  return { cards: facts, media }
}

function embed(
  out: Float32Array,
  card: CardFacts,
  { strengths, noise }: Shown,
  cone: Float64Array,
  directionOf: (key: string) => Float64Array,
  random: Random,
): void {
  const own = direction(random)
  out.forEach((_, d) => {
    out[d] = CONE * (cone[d] as number) + noise * (own[d] as number)
  })
  for (const [attribute, strength] of Object.entries(strengths)) {
    const towards = directionOf(`${attribute} ${card[attribute as CardAttribute]}`)
    for (let d = 0; d < out.length; d += 1) out[d] = (out[d] as number) + strength * (towards[d] as number)
  }
}

function direction(random: Random): Float64Array {
  const vector = Float64Array.from({ length: DIMENSIONS }, () => gaussian(random))
  const length = Math.hypot(...vector)
  return vector.map((value) => value / length)
}

function pick(random: Random, below: number): number {
  return Math.floor(random() * below)
}
