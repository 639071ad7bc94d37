import { createRandom, LinearPosterior, type Random } from '@locavore/core'
import { affinity, createPerson } from '@locavore/postcards'
import { CARD_TASTES, type CardTaste, matchesCardTaste } from '../simulate/card-tastes.js'
import type { CardWorld } from '../simulate/card-world.js'

/** Chance of a like for a card that matches the taste, and for any other. */
const LIKED = 0.8
const LIKED_ANYWAY = 0.05

export const DIMENSIONS = 64

/** Someone who likes cards of one hidden taste, and what a recommender believes of them. */
export interface Visitor {
  readonly posterior: LinearPosterior
  /** Chance that they like a card. */
  readonly likes: (card: number) => number
}

/** All tastes that any medium shows. */
export const VISITOR_TASTES: readonly CardTaste[] = [...CARD_TASTES.themes, ...CARD_TASTES.compound]

export function createVisitor(world: CardWorld, taste: CardTaste): Visitor {
  return {
    posterior: new LinearPosterior(DIMENSIONS),
    likes: (card) => {
      const facts = world.cards[card]
      return facts !== undefined && matchesCardTaste(taste, facts) ? LIKED : LIKED_ANYWAY
    },
  }
}

/** Chance that a simulated person likes a card that is wholly to their taste; as `actOn` of postcards has it. */
const LIKED_AT_BEST = 0.72

/** Someone with one to three tastes of different strength, as postcards' simulated people are. */
export function createPersonVisitor(world: CardWorld, seed: number): Visitor {
  const person = createPerson(seed)
  const chances = Float64Array.from(world.cards, (card) => LIKED_AT_BEST * affinity(person, { seed: 0, ...card }))
  return { posterior: new LinearPosterior(DIMENSIONS), likes: (card) => chances[card] ?? 0 }
}

/** Shows a card, learns from what the visitor does, and returns whether they liked it. */
export function show({ posterior, likes }: Visitor, vectors: Float32Array, card: number, random: Random): number {
  const reward = random() < likes(card) ? 1 : 0
  posterior.observe(vectors.subarray(card * DIMENSIONS, (card + 1) * DIMENSIONS), reward)
  return reward
}

/** One vector per card: the sum of its media, brought to unit length. */
export function cardVectors({ cards, media }: CardWorld): Float32Array {
  const out = new Float32Array(cards.length * DIMENSIONS)
  cards.forEach((_, card) => {
    const row = out.subarray(card * DIMENSIONS, (card + 1) * DIMENSIONS)
    for (const { table } of media) {
      const own = table.vector(card)
      for (let d = 0; d < DIMENSIONS; d += 1) row[d] = (row[d] as number) + (own[d] as number)
    }
    const length = Math.hypot(...row) || 1
    for (let d = 0; d < DIMENSIONS; d += 1) row[d] = (row[d] as number) / length
  })
  return out
}

/** The rows of some cards, one after another. */
export function rowsOf(vectors: Float32Array, cards: readonly number[]): Float32Array {
  const out = new Float32Array(cards.length * DIMENSIONS)
  cards.forEach((card, k) => {
    out.set(vectors.subarray(card * DIMENSIONS, (card + 1) * DIMENSIONS), k * DIMENSIONS)
  })
  return out
}

/** Cards in an order of their own for every seed. */
export function shuffledCards(count: number, seed: number): number[] {
  const random = createRandom(seed)
  const cards = Array.from({ length: count }, (_, k) => k)
  for (let k = cards.length - 1; k > 0; k -= 1) {
    const other = Math.floor(random() * (k + 1))
    const kept = cards[k] ?? 0
    cards[k] = cards[other] ?? 0
    cards[other] = kept
  }
  return cards
}
