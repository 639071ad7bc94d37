import { createRandom, LocavoreError } from '@locavore/core'
import type { Person } from '../pack/people.js'
import type { Fold, Pack } from '../pack/read-pack.js'

/** A person of the validation split, with the artefacts that did not see them. */
export interface ValidationPerson {
  readonly fold: Fold
  readonly person: Person
  /** Which half of the split they are in: settings found on one are held against the other. */
  readonly half: 0 | 1
}

export interface DealtPeople {
  readonly validation: readonly ValidationPerson[]
  /** How many were left alone: nothing of them is looked at, so that they stay fit to be tested on. */
  readonly untouched: number
}

/** With fewer people than this in each half, what is found is chance. */
const FEWEST = 10

/** Deals the people of a pack by chance. @param share part that tuning may look at, in (0, 1]. @throws `invalid-argument` */
export function dealPeople({ folds }: Pack, seed: number, share: number): DealtPeople {
  const random = createRandom(seed)
  const validation: ValidationPerson[] = []
  let untouched = 0
  for (const fold of folds) {
    for (const person of fold.people) {
      const [taken, half] = [random() < share, random() < 0.5 ? 0 : 1] as const
      if (taken) validation.push({ fold, person, half })
      else untouched += 1
    }
  }
  const smallest = Math.min(...[0, 1].map((half) => validation.filter((one) => one.half === half).length))
  if (smallest >= FEWEST) return { validation, untouched }
  throw new LocavoreError(
    'invalid-argument',
    `Of ${validation.length + untouched} people ${validation.length} are in the validation split, ${smallest} of them in its smaller half; it takes ${FEWEST}. Tune on a pack of more people, or take a larger share.`,
  )
}
