import { dot, greedyDpp, intraListDiversity, ndcgAt, topK } from '@locavore/core'
import { topItems } from '../measure/run.js'
import { scoreDefault } from '../methods/pipeline.js'
import { candidatesOf } from '../pack/people.js'
import { barsApply, type Check, type CheckContext, check } from './check.js'

/** Best candidates that the process chooses from. */
const POOL = 200
/** How far relevance outweighs difference: the best of the pool counts e^3 times the last. */
const FORCE = 3

/** Q8: the default's lists against the same re-ranked by a determinantal point process over relevance and content. */
export function diversityChecks({ pack, bootstrap }: CheckContext): Check[] {
  const table = pack.content?.table
  if (table === undefined) return []
  const gained: number[] = []
  const [before, after]: [number[], number[]] = [[], []]
  const similarity = (a: number, b: number) => dot(table.vector(a), table.vector(b))
  for (const fold of pack.folds) {
    for (const person of fold.people) {
      const candidates = candidatesOf(person, pack.manifest.itemCount)
      const { scores } = scoreDefault({ pack, fold, liked: person.likes, disliked: person.dislikes, candidates })
      const plain = topItems(scores, candidates)
      const varied = rerank(scores, candidates, plain.length, similarity)
      before.push(ndcgAt(10, plain, person.targets))
      after.push(ndcgAt(10, varied, person.targets))
      gained.push(
        intraListDiversity(varied.slice(0, 10), similarity) - intraListDiversity(plain.slice(0, 10), similarity),
      )
    }
  }
  if (gained.length === 0) return []
  const own = barsApply({ pack })
  const kept = bootstrap.ratio(Float64Array.from(after), Float64Array.from(before))
  return [
    check(
      'Q8',
      'diversity@10 gained by the DPP',
      bootstrap.mean(Float64Array.from(gained)),
      own ? { least: 0.01 } : undefined,
    ),
    check('Q8', 'NDCG@10, with the DPP / without', kept, own ? { least: 0.99 } : undefined),
  ]
}

function rerank(
  scores: Float64Array,
  candidates: Int32Array,
  length: number,
  similarity: (a: number, b: number) => number,
): number[] {
  const pool = topK(scores, POOL)
  const [best, worst] = [scores[pool[0] ?? 0] ?? 0, scores[pool.at(-1) ?? 0] ?? 0]
  const range = best > worst ? best - worst : 1
  const chosen = greedyDpp(
    {
      count: pool.length,
      quality: (k) => Math.exp((FORCE * ((scores[pool[k] as number] as number) - worst)) / range),
      similarTo: (a) => (b) =>
        similarity(candidates[pool[a] as number] as number, candidates[pool[b] as number] as number),
    },
    length,
  )
  return chosen.map((k) => candidates[pool[k] as number] as number)
}
