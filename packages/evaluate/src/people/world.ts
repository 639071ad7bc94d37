import { type Artefacts, ContentTable, createRandom, gaussian, ItemFactors, type Random } from '@locavore/core'

const TASTES = 12
const ITEMS = 600
const CONTENT_DIMENSIONS = 24
/** Length of what is an item's own beside its taste, in its content and in its factors. */
const CONTENT_NOISE = 1.2
const FACTOR_NOISE = 0.35
const UNEVENNESS = 8
/** People whose likes are counted, and how few of the items are hits: appeal is a random number to this power. */
const COUNTED = 600
const RARITY_OF_HITS = 4

/** An imaginary catalogue and what its publisher ships. Every item has one hidden taste; some tastes are common. */
export interface World {
  readonly items: number
  readonly tasteOf: (item: number) => number
  readonly content: ContentTable
  readonly artefacts: Artefacts
  /** `[TASTES]`, sums to 1: how common each taste is among people. */
  readonly common: readonly number[]
  /** `[items]`: chance that somebody likes an item that is not of their taste. */
  readonly appeal: Float64Array
}

export interface WorldOptions {
  /** How many times more people share the most common taste than the rarest (default 8); 1: all are equally common. */
  readonly unevenness?: number
  /** Whether some items are liked by people of any taste, as hits are (default false). */
  readonly hits?: boolean
}

export function createWorld(seed: number, { unevenness = UNEVENNESS, hits = false }: WorldOptions = {}): World {
  const random = createRandom(seed)
  const weights = Array.from({ length: TASTES }, (_, k) => unevenness ** (-k / (TASTES - 1)))
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  const common = weights.map((weight) => weight / total)
  const tasteOf = (item: number) => item % TASTES
  const centres = Array.from({ length: TASTES }, () => unit(random, CONTENT_DIMENSIONS))
  const rows = Array.from({ length: ITEMS }, (_, item) => {
    const own = unit(random, CONTENT_DIMENSIONS)
    const centre = centres[tasteOf(item)] ?? []
    return normalised(own.map((value, d) => (centre[d] ?? 0) + CONTENT_NOISE * value))
  })
  const content = new ContentTable(Float32Array.from(rows.flat()), CONTENT_DIMENSIONS)
  const factors = new ItemFactors({
    dimensions: TASTES,
    values: Float32Array.from({ length: ITEMS * TASTES }, (_, k) => {
      const own = k % TASTES === tasteOf(Math.floor(k / TASTES)) ? 1 : 0
      return 0.4 * (own + FACTOR_NOISE * gaussian(random))
    }),
  })
  const factorMean = Float64Array.from(common, (share) => share)
  const appeal = Float64Array.from({ length: ITEMS }, () => (hits ? random() ** RARITY_OF_HITS : 0))
  const logPopularity = Float32Array.from(appeal, (chance, item) => {
    const own = common[tasteOf(item)] ?? 0
    return Math.log1p(COUNTED * (hits ? own + (1 - own) * chance : own * random() ** 2))
  })
  const artefacts = { content, factors, factorMean, logPopularity }
  return { items: ITEMS, tasteOf, content, artefacts, common, appeal }
}

/** Different tastes, common ones more often. */
export function drawTastes(world: World, count: number, random: Random): number[] {
  const drawn: number[] = []
  while (drawn.length < count) {
    let left = random()
    const taste = world.common.findIndex((share) => {
      left -= share
      return left < 0
    })
    if (taste >= 0 && !drawn.includes(taste)) drawn.push(taste)
  }
  return drawn
}

/** An item of one of these tastes that is not yet among `known`; popular ones more often. */
export function drawItem(world: World, tastes: readonly number[], known: ReadonlySet<number>, random: Random): number {
  for (;;) {
    const item = Math.floor(random() * world.items)
    const met = Math.exp((world.artefacts.logPopularity?.[item] ?? 0) - 4)
    if (tastes.includes(world.tasteOf(item)) && !known.has(item) && random() < 0.2 + met) return item
  }
}

function unit(random: Random, dimensions: number): number[] {
  return normalised(Array.from({ length: dimensions }, () => gaussian(random)))
}

function normalised(vector: readonly number[]): number[] {
  const length = Math.hypot(...vector)
  return vector.map((value) => value / length)
}
