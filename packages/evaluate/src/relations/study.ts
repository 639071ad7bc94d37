import { Catalogue, likedHistory, ndcgAt, RelationGraph, relationSignal, scoreArtefacts } from '@locavore/core'
import { plainKernels } from '../kernels/plain-kernels.js'
import { Bootstrap } from '../measure/bootstrap.js'
import { topItems } from '../measure/run.js'
import { candidatesOf } from '../pack/people.js'
import type { Pack } from '../pack/read-pack.js'
import type { Study, StudyTable } from '../studies/study.js'

const SHARES = [0.25, 0.5, 1, 2] as const
/** A title that more items share is a common word, not a series. */
const LARGEST_SERIES = 12
const SHORTEST_NAME = 4
const bootstrap = new Bootstrap(1, 1_000)

/** Whether ties in the metadata help the default: series of films, read from their titles. */
export const relationsStudy: Study = {
  name: 'relations',
  about: 'whether ties in the metadata help the default: series, read from titles',
  needsPack: true,
  run: (pack) => (pack?.titles === undefined ? [] : [measure(pack, pack.titles)]),
}

/** "Star Trek VI: The Undiscovered Country" and "Star Trek: Generations" are of one series; "Godfather, The" and its parts are too. */
export function seriesOf(title: string): string {
  return title
    .replace(/:.*$/, '')
    .replace(/, (The|A|An|La|Le|Les|Das|Der|Die|Il)$/i, '')
    .replace(/( Part)? ([IVX]+|\d+)$/, '')
    .trim()
    .toLowerCase()
}

function measure(pack: Pack, titles: readonly string[]): StudyTable {
  const { graph, series } = graphOf(titles)
  const rows = ['default', ...SHARES.map((share) => `with ties, ${share}`)]
  const everyone = rows.map((): number[] => [])
  const concerned = rows.map((): number[] => [])
  for (const fold of pack.folds) {
    for (const person of fold.people) {
      const { constants, itemCount } = pack.manifest
      const candidates = candidatesOf(person, itemCount)
      const history = likedHistory(person.likes, constants)
      const { scores } = scoreArtefacts({ artefacts: fold.artefacts, history, candidates, constants })
      const from = Array.from(history.items, (index, k) => ({
        itemId: String(index),
        index,
        weight: history.weights[k] as number,
      }))
      const ties = relationSignal({ graph, from, candidates, weight: 1 })?.values
      const variants = [scores, ...SHARES.map((share) => scores.map((score, j) => score + share * (ties?.[j] ?? 0)))]
      variants.forEach((values, row) => {
        const gain = ndcgAt(10, topItems(values, candidates), person.targets)
        everyone[row]?.push(gain)
        if (ties !== undefined) concerned[row]?.push(gain)
      })
    }
  }
  const columns = [everyone, concerned].flatMap((found) => {
    const values = (row: number) => Float64Array.from(found[row] ?? [])
    return [(row: number) => bootstrap.mean(values(row)), (row: number) => bootstrap.ratio(values(row), values(0))]
  })
  return {
    title: `Ties on ${pack.manifest.name}: NDCG@10, all likes; ${series.count} series of ${series.items} films, from titles`,
    columns: [
      `everyone, ${everyone[0]?.length ?? 0}`,
      'over the default',
      `with a tie to something unseen, ${concerned[0]?.length ?? 0}`,
      'over the default',
    ],
    rows: rows.map((name, row) => ({ name, values: columns.map((column) => column(row)) })),
  }
}

function graphOf(titles: readonly string[]) {
  const names = titles.map(seriesOf)
  const counts = new Map<string, number>()
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1)
  const isSeries = (name: string) => {
    const count = counts.get(name) ?? 0
    return name.length >= SHORTEST_NAME && count > 1 && count <= LARGEST_SERIES
  }
  const catalogue = new Catalogue({ kernels: plainKernels })
  names.forEach((series, k) => {
    catalogue.add({ id: String(k), ...(isSeries(series) ? { attributes: { series } } : {}) })
  })
  const inSeries = names.filter(isSeries)
  return {
    graph: new RelationGraph(catalogue, { attributes: { series: 'part-of' } }),
    series: { count: new Set(inSeries).size, items: inSeries.length },
  }
}
