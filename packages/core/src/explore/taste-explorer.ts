import type { Catalogue } from '../catalogue/catalogue.js'
import type { Profile } from '../profile/profile.js'
import type { Random } from '../random.js'
import { type ModalityWeights, modalityWeight } from '../similarity/fused-similarity.js'
import { norm } from '../vector/vector.js'
import { LinearPosterior } from './linear-posterior.js'
import { addSketch } from './sketch.js'
import { thompsonPropensities } from './thompson.js'

export interface TasteExplorerInput {
  readonly catalogue: Catalogue
  readonly profile: Profile
  readonly modalityWeights: ModalityWeights
}

/** With what chance each of some items, by index, takes an exploring place: above 0, summing to 1. */
export type TasteExplorer = (
  items: Int32Array,
  options: { readonly random: Random; readonly scale: number },
) => Float64Array

/** Numbers that are kept of an item: more cost time with the cube, and say little more about one person. */
const PLACES = 64
/** The newest items with evidence, and the newest that were only shown, which the belief stands on. */
const MOST_OBSERVED = 200

/**
 * Beliefs about a person for exploring places: a linear model of the chance that they like an item, over its media together.
 * What they chose counts as 1, what they refused as 0, what lies between as its weight; what was shown and left alone
 * as 0, as far as it was probably looked at.
 */
export function tasteExplorer(input: TasteExplorerInput): TasteExplorer {
  const vectorOf = vectorsOf(input)
  let posterior: LinearPosterior | undefined
  return (items, { random, scale }) => {
    posterior ??= believe(input, vectorOf)
    const vectors = new Float32Array(items.length * PLACES)
    items.forEach((index, k) => {
      vectors.set(vectorOf(index), k * PLACES)
    })
    return thompsonPropensities(posterior, vectors, random, { scale })
  }
}

function believe({ catalogue, profile }: TasteExplorerInput, vectorOf: (index: number) => Float32Array) {
  const posterior = new LinearPosterior(PLACES)
  const rewards = new Map<string, number>()
  for (const { itemId, weight } of profile.evidence) rewards.set(itemId, (rewards.get(itemId) ?? 0) + weight)
  for (const [itemId, reward] of [...rewards].slice(-MOST_OBSERVED)) {
    const index = catalogue.indexOf(itemId)
    if (index !== undefined) posterior.observe(vectorOf(index), Math.min(1, Math.max(0, reward)))
  }
  const leftAlone = [...profile.exposures].filter(([itemId]) => !rewards.has(itemId))
  for (const [itemId, { looks }] of leftAlone.slice(-MOST_OBSERVED)) {
    const index = catalogue.indexOf(itemId)
    if (index !== undefined) posterior.observe(vectorOf(index), 0, Math.min(1, looks))
  }
  return posterior
}

/** One vector of about unit length per item: its centred media, each of unit length, added up. Zero where it has none. */
function vectorsOf({ catalogue, modalityWeights }: TasteExplorerInput): (index: number) => Float32Array {
  const made = new Map<number, Float32Array>()
  return (index) => {
    const known = made.get(index)
    if (known !== undefined) return known
    const vector = new Float32Array(PLACES)
    for (const modality of catalogue.modalities) {
      const rows = catalogue.modality(modality)
      if (!rows?.has(index)) continue
      const row = rows.centredRow(index)
      const length = norm(row)
      if (length > 0) addSketch(row, modalityWeight(modalityWeights, modality) / length, vector)
    }
    const length = norm(vector)
    if (length > 0) for (let k = 0; k < PLACES; k += 1) vector[k] = (vector[k] as number) / length
    made.set(index, vector)
    return vector
  }
}
