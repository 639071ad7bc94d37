import {
  createRandom,
  fitSpaceMap,
  ItemFactors,
  likedHistory,
  mapCentred,
  ndcgAt,
  type PipelineConstants,
  scoreArtefacts,
  standardise,
} from '@locavore/core'
import { Bootstrap } from '../measure/bootstrap.js'
import { topItems } from '../measure/run.js'
import type { ModalityVectors, PackContent } from '../pack/content.js'
import { candidatesOf } from '../pack/people.js'
import type { Fold, Pack } from '../pack/read-pack.js'
import type { StudyTable } from '../studies/study.js'
import { contentScores, mappedContent } from './mapped-content.js'

/** Likes in the first catalogue that are known. */
const HISTORIES = [1, 3, 10, 'all'] as const
/** Weights of what was liked elsewhere beside popularity: `elsewhereShare` of the recommender. */
const SHARES = [0.1, 0.25, 0.5, 1]
/** What an event elsewhere counts against one here, in the fold-in. */
const STRENGTHS = [0.5]
const METHODS = [
  'popularity',
  'one text space, mapped to factors',
  'two text spaces, mapped, then to factors',
  'the same, popularity in full',
  'the same, 200 anchors',
  'one catalogue: its own factors',
  ...STRENGTHS.map((strength) => `two text spaces, an event counts ${strength}`),
  ...SHARES.map((share) => `two text spaces, mapped: content, share ${share}`),
]
const FEW_ANCHORS = 200
const bootstrap = new Bootstrap(1, 1_000)

/** `[items]`: 1 for what belongs to the second catalogue. */
interface Split {
  readonly name: string
  readonly second: Uint8Array
}

/** The films of a pack dealt into two catalogues; people are known by the first, and ranked for in the second. */
export function recordedDomains(pack: Pack, content: PackContent): StudyTable[] {
  return splitsOf(pack).map((split) => measureSplit(pack, content, split))
}

function splitsOf({ manifest, labels }: Pack): Split[] {
  const random = createRandom(7)
  const byChance = {
    name: 'halves dealt by chance',
    second: Uint8Array.from({ length: manifest.itemCount }, () => (random() < 0.5 ? 1 : 0)),
  }
  if (labels === undefined) return [byChance]
  const common = mostCommon(labels)
  const byLabel = Uint8Array.from(labels, (genres) => (genres.includes(common) ? 0 : 1))
  return [byChance, { name: `from "${common}" to all others`, second: byLabel }]
}

function mostCommon(labels: readonly (readonly string[])[]): string {
  const counts = new Map<string, number>()
  for (const label of labels.flat()) counts.set(label, (counts.get(label) ?? 0) + 1)
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0] ?? ''
}

function measureSplit(pack: Pack, content: PackContent, split: Split): StudyTable {
  const found = METHODS.map(() => HISTORIES.map((): number[] => []))
  let people = 0
  for (const fold of pack.folds) {
    const ways = waysOf(fold, content, split, pack.manifest.constants)
    if (ways === undefined) continue
    for (const person of fold.people) {
      const known = person.likes.filter((item) => split.second[item] === 0)
      const targets = new Set([...person.targets].filter((item) => split.second[item] === 1))
      if (known.length === 0 || targets.size === 0) continue
      people += 1
      const candidates = candidatesOf(person, pack.manifest.itemCount).filter((item) => split.second[item] === 1)
      HISTORIES.forEach((history, h) => {
        if (history !== 'all' && known.length < history) return
        const likes = history === 'all' ? known : known.slice(known.length - history)
        ways.forEach((score, m) => {
          found[m]?.[h]?.push(ndcgAt(10, topItems(score(likes, candidates), candidates), targets))
        })
      })
    }
  }
  return tableOf(pack, split, found, people)
}

type Way = (likes: Int32Array, candidates: Int32Array) => Float64Array

/** One way of ranking the second catalogue for each method; undefined if the pack has no factors. */
function waysOf(fold: Fold, content: PackContent, split: Split, constants: PipelineConstants): Way[] | undefined {
  const { factors, factorMean, logPopularity } = fold.artefacts
  const [first, other] = content.modalities
  if (factors === undefined || logPopularity === undefined || first === undefined) return undefined
  const popularity: Way = (_, candidates) => Float64Array.from(candidates, (item) => logPopularity[item] as number)
  const byFactors = (values: Float32Array, strength = 1, popular: Way = () => new Float64Array(0)): Way => {
    const mapped = new ItemFactors({ dimensions: factors.dimensions, values })
    const prior = factorMean === undefined ? {} : { factorMean }
    const artefacts = { factors: mapped, logPopularity, ...prior }
    return (likes, candidates) => {
      const liked = likedHistory(likes, constants)
      const history = { ...liked, weights: liked.weights.map((weight) => strength * weight) }
      const { scores } = scoreArtefacts({ artefacts, history, candidates, constants })
      const added = popular(likes, candidates)
      return scores.map((score, j) => score + (added[j] ?? 0))
    }
  }
  // What the recommender does: popularity fades by what was done here, and likes elsewhere were not.
  const inFull: Way = (likes, candidates) => {
    const gone = 1 - constants.fadingPopularityK / (constants.fadingPopularityK + likes.length)
    return standardise({ name: 'popularity', weight: gone, values: popularity(likes, candidates) }).shares
  }
  const own = tableOfFactors(factors)
  const read = (table: Table) => byFactors(throughMap(table, own, split.second))
  const text = { rows: first.centred, dimensions: first.dimensions }
  const second = other ?? first
  const mapped = inSpaceOf(text, second, split.second, Infinity)
  const tasteOf = mappedContent({ ...mapped, second: split.second })
  const byContent = SHARES.map(
    (share): Way =>
      (likes, candidates) =>
        contentScores(tasteOf, { likes, candidates, logPopularity, share }),
  )
  return [
    popularity,
    read(text),
    read(mapped),
    byFactors(throughMap(mapped, own, split.second), 1, inFull),
    read(inSpaceOf(text, second, split.second, FEW_ANCHORS)),
    byFactors(own.rows),
    ...STRENGTHS.map((strength) => byFactors(throughMap(mapped, own, split.second), strength)),
    ...byContent,
  ]
}

interface Table {
  /** `[items, dimensions]` */
  readonly rows: Float32Array
  readonly dimensions: number
}

/**
 * The second catalogue's vectors where the items are its own; those of the first catalogue read through a map that was fitted
 * on items of the second, which its publisher has in both spaces.
 */
function inSpaceOf(from: Table, to: ModalityVectors, second: Uint8Array, most: number): Table {
  return {
    rows: throughMap(from, { rows: to.centred, dimensions: to.dimensions }, second, most),
    dimensions: to.dimensions,
  }
}

function throughMap(from: Table, to: Table, second: Uint8Array, most = Infinity): Float32Array {
  const anchors = [...second.keys()].filter((item) => second[item] === 1)
  const step = Math.max(1, anchors.length / most)
  const used = anchors.filter((_, k) => Math.floor(k / step) !== Math.floor((k - 1) / step))
  const gather = ({ rows, dimensions }: Table) =>
    Float64Array.from({ length: used.length * dimensions }, (_, place) => {
      const item = used[Math.floor(place / dimensions)] ?? 0
      return rows[item * dimensions + (place % dimensions)] as number
    })
  const fitted = fitSpaceMap({
    from: gather(from),
    to: gather(to),
    fromDimensions: from.dimensions,
    toDimensions: to.dimensions,
  })
  const map = { from: 'text', to: 'text', ...fitted } as const
  const out = to.rows.slice()
  for (let item = 0; item < second.length; item += 1) {
    if (second[item] === 1) continue
    const mapped = mapCentred(map, from.rows.subarray(item * from.dimensions, (item + 1) * from.dimensions))
    for (let d = 0; d < to.dimensions; d += 1) {
      out[item * to.dimensions + d] = (mapped[d] as number) + (fitted.toMean[d] as number)
    }
  }
  return out
}

function tableOfFactors(factors: ItemFactors): Table {
  const rows = new Float32Array(factors.count * factors.dimensions)
  const row = new Float64Array(factors.dimensions)
  for (let item = 0; item < factors.count; item += 1) {
    factors.read(item, row)
    rows.set(row, item * factors.dimensions)
  }
  return { rows, dimensions: factors.dimensions }
}

function tableOf(pack: Pack, split: Split, found: readonly (readonly number[][])[], people: number): StudyTable {
  const all = HISTORIES.length - 1
  const values = (method: number, history: number) => Float64Array.from(found[method]?.[history] ?? [])
  return {
    title: `Across domains on ${pack.manifest.name}, ${split.name}: NDCG@10 in the second catalogue without an event there, ${people} people`,
    columns: [...HISTORIES.map((history) => `${history} liked in the first`), 'all, over popularity'],
    rows: METHODS.map((name, m) => ({
      name,
      values: [
        ...HISTORIES.map((_, h) => bootstrap.mean(values(m, h))),
        bootstrap.ratio(values(m, all), values(0, all)),
      ],
    })),
    note: `Maps are fitted on items of the second catalogue alone. The factors of its items were learnt together with those of the first, whose own are used in the last row only.`,
  }
}
