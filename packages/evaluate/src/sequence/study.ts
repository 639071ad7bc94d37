import {
  contentSignal,
  type ItemHistory,
  type ItemWeights,
  lastWeights,
  learnTransitions,
  likedHistory,
  ndcgAt,
  neighbourSignal,
  ownNextWeights,
  type Signal,
  scoreArtefacts,
  standardise,
} from '@locavore/core'
import { Bootstrap } from '../measure/bootstrap.js'
import { topItems } from '../measure/run.js'
import { candidatesOf, type Person } from '../pack/people.js'
import type { Fold, Pack } from '../pack/read-pack.js'
import type { Study, StudyTable } from '../studies/study.js'

const WEIGHTS = [0.05, 0.1, 0.2, 0.4] as const
const SIGNALS = ['published transitions', 'own transitions'] as const
const bootstrap = new Bootstrap(1, 1_000)

/** Whether what tends to follow the last few likes helps the default, by the times of recorded people. */
export const sequenceStudy: Study = {
  name: 'sequence',
  about: 'whether what follows the last few likes helps the default',
  needsPack: true,
  run: (pack) => (pack === undefined ? [] : [measure(pack)]),
}

/** Two questions: all that was liked later, and the very next like. */
const QUESTIONS = ['later likes', 'the next like'] as const

interface Case {
  readonly likes: Int32Array
  readonly candidates: Int32Array
  readonly targets: ReadonlySet<number>
}

function casesOf(person: Person, items: number): (Case | undefined)[] {
  const { likes, targets } = person
  const candidates = candidatesOf(person, items)
  const last = likes.at(-1)
  const later = { likes, candidates, targets }
  if (last === undefined || likes.length < 2) return [later, undefined]
  const withLast = Int32Array.from([...candidates, last]).sort()
  return [later, { likes: likes.subarray(0, -1), candidates: withLast, targets: new Set([last]) }]
}

function measure(pack: Pack): StudyTable {
  const rows = ['default', ...SIGNALS.flatMap((name) => WEIGHTS.map((weight) => `${name}, ${weight}`))]
  const found = rows.map(() => QUESTIONS.map((): number[] => []))
  for (const fold of pack.folds) {
    const transitions = transitionsFor(pack, fold)
    for (const person of fold.people) {
      casesOf(person, pack.manifest.itemCount).forEach((question, q) => {
        if (question === undefined) return
        const { candidates, targets } = question
        variants(pack, fold, question, transitions).forEach((scores, row) => {
          found[row]?.[q]?.push(ndcgAt(10, topItems(scores, candidates), targets))
        })
      })
    }
  }
  const values = (row: number, q: number) => Float64Array.from(found[row]?.[q] ?? [])
  return {
    title: `Sequences on ${pack.manifest.name}: NDCG@10 with what follows the last likes, by weight`,
    columns: QUESTIONS.flatMap((question, q) => [
      `${question}, ${found[0]?.[q]?.length ?? 0} people`,
      'over the default',
    ]),
    rows: rows.map((name, row) => ({
      name,
      values: QUESTIONS.flatMap((_, q) => [
        bootstrap.mean(values(row, q)),
        bootstrap.ratio(values(row, q), values(0, q)),
      ]),
    })),
    note: 'Published transitions are learnt from the histories of the people of the other folds, who also chose the constants of the default.',
  }
}

/** Nobody is measured against transitions that saw them. */
function transitionsFor({ folds, manifest }: Pack, fold: Fold): ItemWeights {
  const others = folds.filter((other) => other !== fold).flatMap(({ people }) => people.map(({ likes }) => likes))
  return learnTransitions(others, { items: manifest.itemCount })
}

/** Scores add up, so one more signal is added to the default as often as there are weights. */
function variants(pack: Pack, fold: Fold, { likes, candidates }: Case, transitions: ItemWeights): Float64Array[] {
  const { constants } = pack.manifest
  const history = likedHistory(likes, constants)
  const { scores } = scoreArtefacts({ artefacts: fold.artefacts, history, candidates, constants })
  const signals = signalsFor(fold, history, candidates, transitions, constants.contentPower)
  const added = signals.flatMap((signal) => {
    const shares = signal === undefined ? undefined : standardise(signal).shares
    return WEIGHTS.map((weight) => scores.map((score, j) => score + weight * (shares?.[j] ?? 0)))
  })
  return [scores, ...added]
}

function signalsFor(
  { artefacts: { content } }: Fold,
  history: ItemHistory,
  candidates: Int32Array,
  transitions: ItemWeights,
  power: number,
): (Signal | undefined)[] {
  const common = { name: 'session', weight: 1, history, candidates } as const
  const published = neighbourSignal({ ...common, itemWeights: transitions, eventWeights: lastWeights(history) })
  if (content === undefined) return [published, undefined]
  const eventWeights = ownNextWeights(history, content, power)
  return [published, contentSignal({ ...common, content, power, eventWeights })]
}
