import { createRandom } from '../random.js'
import type { Scene } from '../scene.js'
import { COMPOUND_TASTES, matchedShare, TASTES, type Taste } from './taste.js'

export interface WeightedTaste {
  readonly taste: Taste
  /** How strong this liking is, above 0 and at most 1. */
  readonly weight: number
}

/** Someone with hidden tastes. `noise` is the share of choices that ignore them. */
export interface Person {
  readonly seed: number
  readonly tastes: readonly WeightedTaste[]
  /** From 0 (always acts on taste) to 1 (acts at random). */
  readonly noise: number
  /** From 0 (reads the whole list) upwards; the chance to look at position p is 1 / (p + 1) ^ positionBias. */
  readonly positionBias: number
}

export interface PersonOptions {
  /** Names from TASTES; without it, one to three are drawn. */
  readonly tastes?: readonly string[]
  readonly noise?: number
  readonly positionBias?: number
}

export function createPerson(seed: number, options: PersonOptions = {}): Person {
  const random = createRandom(seed, 'person')
  const left = [...TASTES]
  const count = random.weighted([1, 2, 3], [4, 4, 2])
  const drawn = Array.from({ length: count }, () => left.splice(random.below(left.length), 1)).flat()
  const chosen = options.tastes?.map(tasteNamed) ?? drawn
  return {
    seed,
    tastes: chosen.map((taste, index) => ({ taste, weight: index === 0 ? 1 : random.between(0.45, 0.95) })),
    noise: options.noise ?? random.between(0.05, 0.2),
    positionBias: options.positionBias ?? random.between(0.3, 0.8),
  }
}

function tasteNamed(name: string): Taste {
  const known = [...TASTES, ...COMPOUND_TASTES]
  const taste = known.find((each) => each.name === name)
  if (taste) return taste
  throw new RangeError(
    `postcards: no taste is called "${name}"; use one of ${known.map((each) => each.name).join(', ')}`,
  )
}

/** How much a person likes a scene, from 0 to 1: 1 for a full match, a little where half of a compound taste matches. */
export function affinity(person: Person, scene: Scene): number {
  const scores = person.tastes.map(({ taste, weight }) => {
    const share = matchedShare(taste, scene)
    return share === 1 ? weight : Math.max(0.04, weight * 0.6 * share)
  })
  return Math.max(0, ...scores)
}
