import {
  type Interaction,
  type InteractionType,
  profileHistory,
  rankBiasedOverlap,
  replay,
  scoreArtefacts,
} from '@locavore/core'
import { type Check, check } from '../checks/check.js'
import type { Bootstrap, Estimate } from '../measure/bootstrap.js'
import { topItems } from '../measure/run.js'
import { candidatesOf, type Person } from '../pack/people.js'
import type { Fold, Pack } from '../pack/read-pack.js'
import type { Section } from '../report/section.js'

/** What may happen next, from weak to strong. */
const EVENTS = ['view', 'dwell', 'like', 'save'] as const
/** Likes known before it happens. */
const KNOWN = [1, 3, 10, 30] as const
const LIST = 20

interface Moved {
  readonly overlap: Float64Array
  /** Part of the list that is new. */
  readonly renewed: Float64Array
}

/**
 * How much one more event moves the list: the item liked next in the recorded order is viewed, looked at, liked or saved, and
 * the lists before and after are compared over the same candidates.
 */
export function stabilitySection(pack: Pack, bootstrap: Bootstrap): Section {
  const moved = new Map<string, Moved>()
  let identical = true
  for (const known of KNOWN) {
    const people = pack.folds.flatMap((fold) =>
      fold.people.filter(({ likes }) => likes.length > known).map((person) => ({ fold, person })),
    )
    if (people.length === 0) continue
    for (const type of EVENTS) moved.set(keyOf(known, type), emptyMoves(people.length))
    people.forEach(({ fold, person }, k) => {
      const before = listAfter(pack, fold, person, known)
      identical &&= before.every((item, place) => item === listAfter(pack, fold, person, known)[place])
      for (const type of EVENTS) {
        const after = listAfter(pack, fold, person, known, type)
        const moves = moved.get(keyOf(known, type))
        if (moves === undefined) continue
        moves.overlap[k] = rankBiasedOverlap(before, after)
        moves.renewed[k] = after.filter((item) => !before.includes(item)).length / LIST
      }
    })
  }
  return {
    id: 'stability',
    title: 'Stability: rank-biased overlap of the list before and after one more event; part of the 20 that is new',
    rows: rowsOf(moved, bootstrap),
    checks: [
      ...checksOf(moved, bootstrap),
      check('L4', 'the same list when asked again', asEstimate(identical), { least: 1 }),
    ],
  }
}

function emptyMoves(people: number): Moved {
  return { overlap: new Float64Array(people), renewed: new Float64Array(people) }
}

function listAfter(pack: Pack, fold: Fold, person: Person, known: number, then?: InteractionType): number[] {
  const { constants, itemCount } = pack.manifest
  const likes = Array.from(person.likes.subarray(0, known))
  const events: Interaction[] = likes.map((item, k) => ({ sequence: k + 1, type: 'like', itemId: String(item), at: 0 }))
  const next = person.likes[known]
  if (then !== undefined && next !== undefined) {
    const value = then === 'dwell' ? { value: DWELL } : {}
    events.push({ sequence: known + 1, type: then, itemId: String(next), at: 0, ...value })
  }
  const history = profileHistory(replay(events), Number, constants)
  const candidates = candidatesOf(person, itemCount)
  return topItems(
    scoreArtefacts({ artefacts: fold.artefacts, history, candidates, constants }).scores,
    candidates,
    LIST,
  )
}

/** Milliseconds. */
const DWELL = 15_000

function rowsOf(moved: ReadonlyMap<string, Moved>, bootstrap: Bootstrap): Section['rows'] {
  return KNOWN.flatMap((known) => {
    const values = EVENTS.flatMap((type) => {
      const moves = moved.get(keyOf(known, type))
      if (moves === undefined) return []
      return [
        [`${type}`, bootstrap.mean(moves.overlap)],
        [`${type}: new`, bootstrap.mean(moves.renewed)],
      ] as const
    })
    return values.length === 0 ? [] : [{ name: `after ${known} likes`, values: Object.fromEntries(values) }]
  })
}

/** A weak event moves less than a strong one, at every length of history. */
function checksOf(moved: ReadonlyMap<string, Moved>, bootstrap: Bootstrap): Check[] {
  return KNOWN.flatMap((known) => {
    const [weak, strong] = [moved.get(keyOf(known, 'view')), moved.get(keyOf(known, 'like'))]
    if (weak === undefined || strong === undefined) return []
    const distance = ({ overlap }: Moved) => overlap.map((value) => 1 - value)
    const about = `list moved by a view / by a like, after ${known}`
    return [check('L4', about, bootstrap.ratio(distance(weak), distance(strong)), { most: 1 })]
  })
}

function asEstimate(holds: boolean): Estimate {
  const mean = Number(holds)
  return { mean, low: mean, high: mean }
}

function keyOf(known: number, type: string): string {
  return `${known} ${type}`
}
