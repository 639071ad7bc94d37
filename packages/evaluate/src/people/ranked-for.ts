import { ndcgAt, PIPELINE_CONSTANTS, type Profile, profileHistory, scoreArtefacts } from '@locavore/core'
import { topItems } from '../measure/run.js'
import type { World } from './world.js'

const LIST = 20

/** The next list for a profile: the default pipeline over everything that is not hidden. */
export function listFor({ artefacts, items }: World, profile: Profile, hidden: ReadonlySet<number>): number[] {
  const candidates = Int32Array.from({ length: items }, (_, item) => item).filter((item) => !hidden.has(item))
  const history = profileHistory(profile, Number, PIPELINE_CONSTANTS)
  const { scores } = scoreArtefacts({ artefacts, history, candidates, constants: PIPELINE_CONSTANTS })
  return topItems(scores, candidates, LIST)
}

/** NDCG@10 of a list where everything of these tastes is wanted. */
export function ndcgFor(world: World, list: readonly number[], hidden: ReadonlySet<number>, tastes: readonly number[]) {
  const wanted = Array.from({ length: world.items }, (_, item) => item).filter(
    (item) => tastes.includes(world.tasteOf(item)) && !hidden.has(item),
  )
  return ndcgAt(10, list, new Set(wanted))
}

/** Part of a list that is of one taste. */
export function shareOf(world: World, list: readonly number[], taste: number): number {
  return list.filter((item) => world.tasteOf(item) === taste).length / list.length
}
