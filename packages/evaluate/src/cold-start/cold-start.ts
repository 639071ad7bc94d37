import { createRandom, likedHistory, ndcgAt, scoreArtefacts, spreadPicks, topK } from '@locavore/core'
import { type Check, check } from '../checks/check.js'
import type { Bootstrap } from '../measure/bootstrap.js'
import { topItems } from '../measure/run.js'
import { candidatesOf, type Person } from '../pack/people.js'
import type { Fold, Pack } from '../pack/read-pack.js'
import type { Section, SectionRow } from '../report/section.js'

/** Items that are shown one after another until enough were answered, best first. */
interface Strategy {
  readonly name: string
  readonly order: (fold: Fold, seed: number) => readonly number[] | undefined
  /** Orders that are drawn, and averaged person by person. */
  readonly draws?: number
}

const ANSWERS = [1, 3, 5]
/** The bar is on this many answers. */
const BAR_ANSWERS = 3
const LEAST_GAIN = 1.1
const DRAWS = 5
/** Items random picks are drawn from: the same popular ones that spread picks are chosen from. */
const RANDOM_POOL = 150

/** What counts as an answer: any judgement of an item the person knows, or only that they like it. */
const KINDS = ['any answer', 'likes only'] as const
type Kind = (typeof KINDS)[number]

interface Asked {
  readonly ndcg: number
  readonly shown: number
}

/**
 * A new person is shown items in the order of a strategy and answers from their own recorded history: what is not in it, they
 * do not know. After enough answers they are ranked for with the default pipeline, on these answers and nothing else.
 */
export function coldStartSection(pack: Pack, bootstrap: Bootstrap): Section | undefined {
  if (pack.folds.some(({ popularity }) => popularity === undefined)) return undefined
  const measured = new Map<string, { ndcg: Float64Array; shown: Float64Array }>()
  const strategies = strategiesOf(pack)
  for (const strategy of strategies) {
    for (const kind of KINDS) {
      for (const answers of ANSWERS) {
        const asked = everyone(pack, strategy, kind, answers)
        if (asked !== undefined) measured.set(keyOf(strategy.name, kind, answers), asked)
      }
    }
  }
  const people = pack.folds.reduce((sum, fold) => sum + fold.people.length, 0)
  return {
    id: 'cold-start',
    title: `Cold start: NDCG@10 after answers to picks, and picks shown for them; ${people} people`,
    rows: KINDS.flatMap((kind) => strategies.flatMap(({ name }) => rowOf(name, kind, measured, bootstrap))),
    checks: KINDS.flatMap((kind) => checkOf(kind, measured, bootstrap)),
  }
}

type Measured = ReadonlyMap<string, { readonly ndcg: Float64Array; readonly shown: Float64Array }>

function strategiesOf({ content, manifest: { itemCount } }: Pack): Strategy[] {
  const popular = (fold: Fold) => Array.from(topK(fold.popularity ?? new Float64Array(0), itemCount))
  const allowed = new Uint8Array(itemCount).fill(1)
  return [
    { name: 'most popular', order: popular },
    {
      name: 'random popular',
      draws: DRAWS,
      order: (fold, seed) => {
        const all = popular(fold)
        return [...shuffled(all.slice(0, RANDOM_POOL), seed), ...all.slice(RANDOM_POOL)]
      },
    },
    { name: 'random', draws: DRAWS, order: (fold, seed) => shuffled(popular(fold), seed) },
    {
      name: 'spread',
      order: ({ artefacts: { logPopularity } }) => {
        if (content === undefined || logPopularity === undefined) return undefined
        const similarTo = (item: number) => {
          const cosines = content.table.cosines(item).slice()
          return (other: number) => cosines[other] ?? 0
        }
        return spreadPicks({ popularity: logPopularity, allowed, similarTo }, itemCount)
      },
    },
  ]
}

function everyone(pack: Pack, { order, draws = 1 }: Strategy, kind: Kind, answers: number) {
  const people = pack.folds.reduce((sum, fold) => sum + fold.people.length, 0)
  const result = { ndcg: new Float64Array(people), shown: new Float64Array(people) }
  let next = 0
  for (const fold of pack.folds) {
    const orders = Array.from({ length: draws }, (_, seed) => order(fold, seed + 1))
    for (const person of fold.people) {
      for (const items of orders) {
        if (items === undefined) return undefined
        const { ndcg, shown } = ask(pack, fold, person, items, kind, answers)
        result.ndcg[next] = (result.ndcg[next] as number) + ndcg / draws
        result.shown[next] = (result.shown[next] as number) + shown / draws
      }
      next += 1
    }
  }
  return result
}

function ask(pack: Pack, fold: Fold, person: Person, order: readonly number[], kind: Kind, answers: number): Asked {
  const [likes, known] = [new Set(person.likes), new Set(person.seen)]
  const [liked, refused]: [number[], number[]] = [[], []]
  let shown = 0
  for (const item of order) {
    if (liked.length + refused.length >= answers) break
    shown += 1
    if (likes.has(item)) liked.push(item)
    else if (kind === 'any answer' && known.has(item)) refused.push(item)
  }
  const { constants, itemCount } = pack.manifest
  const candidates = candidatesOf(person, itemCount)
  // Answers are given at once: none is older than another.
  const history = likedHistory(Int32Array.from(liked), { ...constants, halfLifeEvents: null })
  const { scores } = scoreArtefacts({ artefacts: fold.artefacts, history, candidates, constants })
  return { ndcg: ndcgAt(10, topItems(scores, candidates), person.targets), shown }
}

function rowOf(name: string, kind: Kind, measured: Measured, bootstrap: Bootstrap): SectionRow[] {
  const values = ANSWERS.flatMap((answers) => {
    const found = measured.get(keyOf(name, kind, answers))
    if (found === undefined) return []
    return [
      [`${answers}`, bootstrap.mean(found.ndcg)],
      [`shown for ${answers}`, bootstrap.mean(found.shown)],
    ] as const
  })
  return values.length === 0 ? [] : [{ name: `${name}, ${kind}`, values: Object.fromEntries(values) }]
}

function checkOf(kind: Kind, measured: Measured, bootstrap: Bootstrap): Check[] {
  const [spread, popular, random] = ['spread', 'most popular', 'random popular'].map((name) =>
    measured.get(keyOf(name, kind, BAR_ANSWERS)),
  )
  if (spread === undefined || popular === undefined || random === undefined) return []
  const about = (other: string) => `NDCG@10 after ${BAR_ANSWERS} (${kind}), spread picks / ${other}`
  return [
    check('R4', about('most popular'), bootstrap.ratio(spread.ndcg, popular.ndcg), { least: LEAST_GAIN }),
    check('R4', about('random popular'), bootstrap.ratio(spread.ndcg, random.ndcg), undefined),
  ]
}

function keyOf(name: string, kind: Kind, answers: number): string {
  return `${name}, ${kind}, ${answers}`
}

function shuffled(items: readonly number[], seed: number): number[] {
  const random = createRandom(seed)
  return items
    .map((item) => ({ item, key: random() }))
    .sort((a, b) => a.key - b.key)
    .map(({ item }) => item)
}
