import { arrange, type Draft, unitRelevance } from '../draft.js'
import { greedyDpp } from '../greedy-dpp.js'
import { MmrSequence } from '../mmr.js'
import { DEFAULT_PLACES, type DppStep, type MmrStep } from '../step.js'

/** How many of the best compete for the places. */
const POOL = 200

export function mmr(draft: Draft, { diversity = 0.3, places = DEFAULT_PLACES }: MmrStep): Draft {
  const { order, relevance, candidates } = draft
  const sequence = new MmrSequence({ order, scores: relevance, similarTo: candidates.similarTo, diversity })
  const front: number[] = []
  while (front.length < places) {
    const next = sequence.next()
    if (next === undefined) break
    front.push(next)
  }
  return arrange(draft, front)
}

export function dpp(draft: Draft, { force = 3, places = DEFAULT_PLACES }: DppStep): Draft {
  const pool = draft.order.subarray(0, Math.max(POOL, places))
  const relevance = unitRelevance(draft, pool.length)
  const chosen = greedyDpp(
    {
      count: pool.length,
      quality: (k) => Math.exp(force * relevance(pool[k] as number)),
      similarTo: (k) => {
        const similarity = draft.candidates.similarTo(pool[k] as number)
        return (other) => similarity(pool[other] as number)
      },
    },
    places,
  )
  return arrange(
    draft,
    chosen.map((k) => pool[k] as number),
  )
}
