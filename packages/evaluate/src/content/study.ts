import {
  Catalogue,
  likedHistory,
  MODALITIES,
  ndcgAt,
  quantise,
  type Signal,
  scoreArtefacts,
  standardise,
} from '@locavore/core'
import { plainKernels } from '../kernels/plain-kernels.js'
import { Bootstrap } from '../measure/bootstrap.js'
import { topItems } from '../measure/run.js'
import type { ModalityVectors, PackContent } from '../pack/content.js'
import { candidatesOf } from '../pack/people.js'
import type { Fold, Pack } from '../pack/read-pack.js'
import type { Study, StudyTable } from '../studies/study.js'

const bootstrap = new Bootstrap(1, 1_000)

/** How content is best compared beside what was learnt of people. */
export const contentStudy: Study = {
  name: 'content',
  about: 'how content is best compared beside what was learnt of people',
  needsPack: true,
  run: (pack) => (pack?.content === undefined ? [] : [measure(pack, pack.content)]),
}

/** Affinity of every item to one past item, `[items]`. */
type Affinity = (item: number) => ArrayLike<number>

interface Way {
  readonly name: string
  /** Standardised each, then averaged. */
  readonly media: readonly Affinity[]
  readonly power: number
}

function waysOf(content: PackContent, power: number): Way[] {
  const { modalities, table } = content
  const whitened = modalities.map((modality) => kept(whitenedAffinity(modality)))
  const [first] = modalities
  const [firstWhitened] = whitened
  return [
    { name: `side by side, plain, power ${power}`, media: [kept((item) => table.cosines(item))], power },
    { name: 'the recommender, power 1', media: whitened, power: 1 },
    { name: `the recommender, power ${power}`, media: whitened, power },
    ...(first === undefined || firstWhitened === undefined || modalities.length < 2
      ? []
      : [
          { name: `the recommender, ${first.name} alone, power 1`, media: [firstWhitened], power: 1 },
          { name: `the recommender, ${first.name} alone, power ${power}`, media: [firstWhitened], power },
        ]),
  ]
}

/** As the recommender compares a medium: from int8 rows, centred, the past item whitened. */
function whitenedAffinity({ centred, raw, dimensions }: ModalityVectors): Affinity {
  const [modality] = MODALITIES
  const space = { id: 'study@1', dimensions, modalities: [modality] }
  const catalogue = new Catalogue({ kernels: plainKernels, space })
  const rows = raw ?? centred
  for (let item = 0; item < rows.length / dimensions; item += 1) {
    const vector = rows.subarray(item * dimensions, (item + 1) * dimensions)
    const known = vector.some((value) => value !== 0)
    catalogue.add({ id: String(item) }, known ? { [modality]: quantise(vector, dimensions) } : {})
  }
  const nothing = new Float32Array(catalogue.extent)
  return (item) => {
    const index = catalogue.modality(modality)
    return index?.has(item) === true ? index.similarities(index.whitenedRow(item)) : nothing
  }
}

/** Rows are asked for by every person again. */
function kept(affinity: Affinity): Affinity {
  const rows = new Map<number, Float32Array>()
  return (item) => {
    const row = rows.get(item) ?? Float32Array.from(affinity(item))
    rows.set(item, row)
    return row
  }
}

function measure(pack: Pack, content: PackContent): StudyTable {
  const ways = waysOf(content, pack.manifest.constants.contentPower)
  const found = [[], ...ways.map(() => [])] as number[][]
  for (const fold of pack.folds) {
    for (const person of fold.people) {
      const candidates = candidatesOf(person, pack.manifest.itemCount)
      scoresBy(pack, fold, person.likes, candidates, ways).forEach((scores, row) => {
        found[row]?.push(ndcgAt(10, topItems(scores, candidates, 10), person.targets))
      })
    }
  }
  const values = (row: number) => Float64Array.from(found[row] ?? [])
  return {
    title: `Content beside what was learnt of people, on ${pack.manifest.name}: NDCG@10, ${values(0).length} people, all likes`,
    columns: ['NDCG@10', 'over no content', 'first 60 of fold 0', 'over no content'],
    rows: ['no content', ...ways.map(({ name }) => name)].map((name, row) => ({
      name,
      values: [values(row), values(row).slice(0, FEW)].flatMap((own, k) => [
        bootstrap.mean(own),
        bootstrap.ratio(own, k === 0 ? values(0) : values(0).slice(0, FEW)),
      ]),
    })),
    note: `"The recommender": int8 rows, each medium standardised and averaged, the past item whitened. The weight of content is the pack's.`,
  }
}

/** What a small trial would have seen. */
const FEW = 60

/** Without content first, then by every way. Scores add up, so content is added to the rest. */
function scoresBy(
  pack: Pack,
  fold: Fold,
  likes: Int32Array,
  candidates: Int32Array,
  ways: readonly Way[],
): Float64Array[] {
  const { constants } = pack.manifest
  const history = likedHistory(likes, constants)
  const { content: _, ...artefacts } = fold.artefacts
  const { scores } = scoreArtefacts({ artefacts, history, candidates, constants })
  const share = constants.beta * (history.hasSession ? 1 - constants.sessionWeight : 1)
  const added = ways.map(({ media, power }) => {
    const sum = scores.slice()
    for (const affinity of media) {
      const values = new Float64Array(candidates.length)
      history.items.forEach((item, k) => {
        const row = affinity(item)
        const weight = history.weights[k] as number
        for (let j = 0; j < values.length; j += 1) {
          const cosine = row[candidates[j] as number] as number
          if (cosine > 0) values[j] = (values[j] as number) + weight * (power === 1 ? cosine : cosine ** power)
        }
      })
      const signal: Signal = { name: 'taste', weight: share / media.length, values }
      standardise(signal).shares.forEach((value, j) => {
        sum[j] = (sum[j] as number) + value
      })
    }
    return sum
  })
  return [scores, ...added]
}
