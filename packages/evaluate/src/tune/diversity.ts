import {
  dot,
  intraListDiversity,
  likedHistory,
  ndcgAt,
  type PipelineConstants,
  type RerankCandidates,
  rerank,
  scoreArtefacts,
  topK,
} from '@locavore/core'
import type { Bootstrap, Estimate } from '../measure/bootstrap.js'
import { candidatesOf } from '../pack/people.js'
import type { Pack } from '../pack/read-pack.js'
import type { ValidationPerson } from './deal-people.js'

/** What one value of `diversity` (the trade-off of MMR) costs and brings, all likes. */
export interface DiversityRow {
  readonly diversity: number
  /** NDCG@10 over that of the same lists without it, the same people. */
  readonly ndcg10Kept: Estimate
  /** 1 - cosine of centred content over pairs of the first 10. */
  readonly ild10: Estimate
}

export interface DiversityTuning {
  readonly rows: readonly DiversityRow[]
  /** The largest value of which it is sure that it costs less than a hundredth; undefined if that is sure of none above 0. */
  readonly recommended: number | undefined
}

const VALUES = [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6] as const
/** Best candidates that are arranged. */
const POOL = 200
const LIST = 10
const LEAST_KEPT = 0.99

/** Diversity is no part of the score and can only cost accuracy, so it is not searched: what each value costs is shown. */
export function tuneDiversity(
  pack: Pack,
  people: readonly ValidationPerson[],
  constants: PipelineConstants,
  bootstrap: Bootstrap,
): DiversityTuning | undefined {
  const table = pack.content?.table
  if (table === undefined) return undefined
  const similarity = (a: number, b: number) => dot(table.vector(a), table.vector(b))
  const found = VALUES.map(() => ({ ndcg: [] as number[], ild: [] as number[] }))
  for (const { fold, person } of people) {
    const all = candidatesOf(person, pack.manifest.itemCount)
    const history = likedHistory(person.likes, constants)
    const { scores } = scoreArtefacts({ artefacts: fold.artefacts, history, candidates: all, constants })
    const pool = topK(scores, POOL)
    const items = Int32Array.from(pool, (j) => all[j] as number)
    const candidates = poolOf(
      items,
      Float64Array.from(pool, (j) => scores[j] as number),
      similarity,
    )
    VALUES.forEach((diversity, k) => {
      const order =
        diversity === 0 ? items.keys() : rerank(candidates, [{ kind: 'mmr', diversity, places: LIST }]).order
      const list = Array.from(order, (j) => items[j] as number).slice(0, LIST)
      found[k]?.ndcg.push(ndcgAt(LIST, list, person.targets))
      found[k]?.ild.push(intraListDiversity(list, similarity))
    })
  }
  const plain = Float64Array.from(found[0]?.ndcg ?? [])
  const rows = VALUES.map((diversity, k): DiversityRow => {
    const { ndcg = [], ild = [] } = found[k] ?? {}
    return {
      diversity,
      ndcg10Kept: bootstrap.ratio(Float64Array.from(ndcg), plain),
      ild10: bootstrap.mean(Float64Array.from(ild)),
    }
  })
  const sure = rows.filter(({ diversity, ndcg10Kept }) => diversity > 0 && ndcg10Kept.low >= LEAST_KEPT)
  return { rows, recommended: sure.at(-1)?.diversity }
}

function poolOf(
  items: Int32Array,
  scores: Float64Array,
  similarity: (a: number, b: number) => number,
): RerankCandidates {
  return {
    scores,
    now: 0,
    itemId: (j) => String(items[j]),
    attributes: () => ({}),
    addedAt: () => undefined,
    modalities: () => [],
    impressions: () => 0,
    similarTo: (a) => (b) => similarity(items[a] as number, items[b] as number),
    wantedShares: () => new Map(),
  }
}
