import {
  coverage,
  dot,
  intraListDiversity,
  labelShares,
  miscalibration,
  ndcgAt,
  type RerankCandidates,
  type RerankStep,
  rerank,
  topK,
} from '@locavore/core'
import { Bootstrap } from '../measure/bootstrap.js'
import { scoreDefault } from '../methods/pipeline.js'
import { candidatesOf, type Person } from '../pack/people.js'
import type { Fold, Pack } from '../pack/read-pack.js'
import type { Study, StudyTable } from '../studies/study.js'

const LIST = 20
/** Best candidates that the steps arrange. */
const POOL = 300

const VARIANTS: readonly { readonly name: string; readonly steps: readonly RerankStep[] }[] = [
  { name: 'no step', steps: [] },
  { name: 'mmr, diversity .3', steps: [{ kind: 'mmr' }] },
  { name: 'mmr, diversity .6', steps: [{ kind: 'mmr', diversity: 0.6 }] },
  { name: 'dpp, force 3', steps: [{ kind: 'dpp' }] },
  { name: 'calibration .1', steps: [{ kind: 'calibration', attribute: 'labels' }] },
  { name: 'calibration .3', steps: [{ kind: 'calibration', attribute: 'labels', strength: 0.3 }] },
  { name: 'cap, 8 of a label', steps: [{ kind: 'cap', attribute: 'labels', most: 8, places: LIST }] },
  { name: 'near-duplicates .8', steps: [{ kind: 'near-duplicates', from: 0.8 }] },
  { name: 'relevance floor 4', steps: [{ kind: 'relevance-floor', least: 4 }] },
  { name: 'rotation, band .1', steps: [{ kind: 'rotation', seed: 1 }] },
  { name: 'rotation, band .3', steps: [{ kind: 'rotation', seed: 1, band: 0.3 }] },
  {
    name: 'exposure, rare half .1',
    steps: [{ kind: 'exposure', attribute: 'half', bounds: { rare: { least: 0.1 } }, places: LIST }],
  },
  {
    name: 'dpp, calibration .1, cap',
    steps: [
      { kind: 'dpp' },
      { kind: 'calibration', attribute: 'labels' },
      { kind: 'cap', attribute: 'labels', most: 8, places: LIST },
    ],
  },
]

/** What each step of re-ranking costs and brings on recorded people, on top of the default score. */
export const rerankStudy: Study = {
  name: 'rerank',
  about: 'what each re-ranking step costs and brings',
  needsPack: true,
  run: (pack) => (pack === undefined ? [] : [measure(pack)]),
}

interface Measured {
  readonly ndcg: number[]
  readonly diversity: number[]
  readonly miscalibration: number[]
  readonly most: number[]
  readonly rare: number[]
  readonly length: number[]
  readonly lists: number[][]
}

function measure(pack: Pack): StudyTable {
  const measured = VARIANTS.map((): Measured => {
    return { ndcg: [], diversity: [], miscalibration: [], most: [], rare: [], length: [], lists: [] }
  })
  for (const fold of pack.folds) {
    for (const person of fold.people) rankPerson(pack, fold, person, measured)
  }
  const bootstrap = new Bootstrap()
  const mean = (values: readonly number[]) =>
    values.length === 0 ? undefined : bootstrap.mean(Float64Array.from(values))
  return {
    title: `Re-ranking on ${pack.manifest.name}, ${measured[0]?.ndcg.length ?? 0} people, all likes`,
    columns: ['NDCG@10', 'diversity@10', 'miscalibration@20', 'most of a label', 'rare half', 'length', 'coverage@20'],
    rows: VARIANTS.map(({ name }, k) => {
      const row = measured[k]
      if (row === undefined) return { name, values: [] }
      const reached = coverage(row.lists, pack.manifest.itemCount)
      return {
        name,
        values: [
          mean(row.ndcg),
          mean(row.diversity),
          mean(row.miscalibration),
          mean(row.most),
          mean(row.rare),
          mean(row.length),
          { mean: reached, low: reached, high: reached },
        ],
      }
    }),
    note: `Steps arrange the best ${POOL} by the default score. "Most of a label": places of the commonest label in 20. "Rare half": share of 20 places that go to the half of the items with fewest likes.`,
  }
}

function rankPerson(pack: Pack, fold: Fold, person: Person, measured: readonly Measured[]): void {
  const table = pack.content?.table
  const all = candidatesOf(person, pack.manifest.itemCount)
  const scored = scoreDefault({ pack, fold, liked: person.likes, disliked: person.dislikes, candidates: all })
  const pool = topK(scored.scores, POOL)
  const items = Int32Array.from(pool, (j) => all[j] as number)
  const scores = Float64Array.from(pool, (j) => scored.scores[j] as number)
  const labelsOf = (item: number) => pack.labels?.[item] ?? []
  const wanted = labelShares([...person.likes], labelsOf)
  const rare = rareHalf(fold)
  const similarity = (a: number, b: number) => (table === undefined ? 0 : dot(table.vector(a), table.vector(b)))
  const candidates: RerankCandidates = {
    scores,
    now: 0,
    itemId: (j) => String(items[j]),
    attributes: (j) => ({ labels: labelsOf(items[j] as number), half: rare(items[j] as number) ? 'rare' : 'common' }),
    addedAt: () => undefined,
    modalities: () => [],
    impressions: () => 0,
    similarTo: (a) => (b) => similarity(items[a] as number, items[b] as number),
    wantedShares: () => wanted,
  }
  VARIANTS.forEach(({ steps }, k) => {
    const list = Array.from(rerank(candidates, steps).order.subarray(0, LIST), (j) => items[j] as number)
    const row = measured[k]
    if (row !== undefined) record(row, { list, person, similarity, labelsOf, wanted, rare })
  })
}

interface Listed {
  readonly list: readonly number[]
  readonly person: Person
  readonly similarity: (a: number, b: number) => number
  readonly labelsOf: (item: number) => readonly string[]
  readonly wanted: ReadonlyMap<string, number>
  readonly rare: (item: number) => boolean
}

function record(row: Measured, { list, person, similarity, labelsOf, wanted, rare }: Listed): void {
  row.ndcg.push(ndcgAt(10, list, person.targets))
  row.diversity.push(intraListDiversity(list.slice(0, 10), similarity))
  row.length.push(list.length)
  row.rare.push(list.filter(rare).length / Math.max(1, list.length))
  row.lists.push([...list])
  if (wanted.size === 0) return
  row.miscalibration.push(miscalibration(wanted, labelShares(list, labelsOf)))
  const counts = new Map<string, number>()
  for (const label of list.flatMap(labelsOf)) counts.set(label, (counts.get(label) ?? 0) + 1)
  row.most.push(Math.max(0, ...counts.values()))
}

function rareHalf({ popularity }: Fold): (item: number) => boolean {
  if (popularity === undefined) return () => false
  const median = popularity.slice().sort()[popularity.length >> 1] ?? 0
  return (item) => (popularity[item] as number) < median
}
