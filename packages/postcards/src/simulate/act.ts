import { createRandom, type Random } from '../random.js'
import type { Scene } from '../scene.js'
import { affinity, type Person } from './person.js'

export interface SimulatedInteraction {
  readonly itemId: string
  readonly type: 'view' | 'like' | 'save' | 'skip' | 'hide'
  readonly position: number
  readonly dwellMs: number
}

export interface ListedScene {
  readonly id: string
  readonly scene: Scene
}

/**
 * What a person does with a ranked list. Positions that were never looked at leave no trace. Deterministic for a person
 * and a list; pass `random` (numbers in [0, 1)) to replay the same list differently.
 */
export function actOn(
  person: Person,
  list: readonly ListedScene[],
  random?: () => number,
): readonly SimulatedInteraction[] {
  const own: Random = createRandom(person.seed, `act:${list.map((item) => item.id).join(',')}`)
  const next = random ?? own.next
  return list.flatMap((item, position) => {
    const looks = next() < (position + 1) ** -person.positionBias
    const astray = next() < person.noise
    const guess = next()
    const liking = astray ? guess : affinity(person, item.scene)
    const choice = next()
    const patience = 0.6 + next() * 0.8
    if (!looks) return []
    return [{ itemId: item.id, position, ...respond(liking, choice, patience) }]
  })
}

function respond(liking: number, choice: number, patience: number): Pick<SimulatedInteraction, 'type' | 'dwellMs'> {
  const dwellMs = Math.round((500 + liking * 7500) * patience)
  if (choice < liking * 0.22) return { type: 'save', dwellMs }
  if (choice < liking * 0.72) return { type: 'like', dwellMs }
  if (choice > 1 - (1 - liking) * 0.05) return { type: 'hide', dwellMs: Math.round(dwellMs * 0.4) }
  if (choice > 1 - (1 - liking) * 0.6) return { type: 'skip', dwellMs: Math.round(dwellMs * 0.5) }
  return { type: 'view', dwellMs }
}
