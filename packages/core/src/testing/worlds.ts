import { Catalogue } from '../catalogue/catalogue.js'
import type { Kernels } from '../kernels.js'
import { createRandom, gaussian, type Random } from '../random.js'
import type { Interaction, InteractionInput, Item, Modality } from '../types.js'
import { quantise } from '../vector/quantise.js'
import { referenceKernels } from './reference-kernels.js'

export interface WorldOptions {
  readonly items?: number
  readonly tastes?: number
  readonly dimensions?: number
  readonly seed?: number
  /** Part of the items that lack their picture. */
  readonly withoutImage?: number
  /** Length of what is an item's own, beside its taste. */
  readonly noise?: number
  readonly kernels?: Kernels
}

export interface World {
  readonly catalogue: Catalogue
  readonly tasteOf: (id: string) => number
  readonly idsOf: (taste: number) => string[]
}

/**
 * A catalogue with hidden tastes: every embedding is a narrow cone of its modality, plus its taste, plus its own noise,
 * the way real encoders arrange things.
 */
export function createWorld(options: WorldOptions = {}): World {
  const {
    items = 120,
    tastes = 6,
    dimensions = 24,
    seed = 1,
    withoutImage = 0,
    noise = 1,
    kernels = referenceKernels,
  } = options
  const random = createRandom(seed)
  const modalities: Modality[] = ['text', 'image']
  const space = { id: 'test@1', dimensions, modalities }
  const catalogue = new Catalogue({ kernels, space })
  const cones = modalities.map(() => unitVector(random, dimensions))
  const centres = Array.from({ length: tastes }, () => unitVector(random, dimensions))
  for (let k = 0; k < items; k += 1) {
    const embed = (cone: number) => {
      const own = unitVector(random, dimensions)
      const centre = centres[k % tastes] ?? []
      return quantise(
        own.map((value, d) => 1.5 * (cones[cone]?.[d] ?? 0) + (centre[d] ?? 0) + noise * value),
        dimensions,
      )
    }
    const image = random() < withoutImage ? {} : { image: embed(1) }
    catalogue.add(itemOf(k, tastes, random), { text: embed(0), ...image })
  }
  const ids = catalogue.items().map(({ id }) => id)
  const tasteOf = (id: string) => Number(id.slice(1)) % tastes
  return { catalogue, tasteOf, idsOf: (taste) => ids.filter((id) => tasteOf(id) === taste) }
}

/** A log of these interactions, numbered from 1. */
export function logOf(...inputs: readonly InteractionInput[]): Interaction[] {
  return inputs.map((input, k) => ({ ...input, sequence: k + 1, at: input.at ?? 0 }))
}

function itemOf(k: number, tastes: number, random: Random): Item {
  return {
    id: `i${k}`,
    title: `Item ${k}`,
    attributes: { taste: `t${k % tastes}`, number: k, even: k % 2 === 0, tags: [`a${k % 3}`, `b${k % 5}`] },
    popularity: Math.floor(1000 * random() ** 3),
    addedAt: 1_000 * k,
  }
}

export function unitVector(random: Random, dimensions: number): number[] {
  const vector = Array.from({ length: dimensions }, () => gaussian(random))
  const length = Math.hypot(...vector)
  return vector.map((value) => value / length)
}
