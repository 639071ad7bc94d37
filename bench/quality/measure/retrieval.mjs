import { dot } from './similarity.mjs'

/**
 * Per query 1 or 0: whether an answer that fits is among the `k` best. Ties count against the query.
 * @param fits (query index, answer index) -> boolean; by default each query's own answer has its index
 */
export function hitsAt(k, queries, answers, fits = (query, answer) => query === answer) {
  return queries.map((query, own) => {
    let best = -Infinity
    const scores = answers.map((answer, other) => {
      const score = dot(query, answer)
      if (fits(own, other)) best = Math.max(best, score)
      return score
    })
    const before = scores.filter((score, other) => score >= best && !fits(own, other)).length
    return before < k ? 1 : 0
  })
}

/** Hits within disjoint sets of `size`, so that every query chooses among as many. A rest smaller than a set is left out. */
export function hitsInSets(k, queries, answers, size) {
  const hits = []
  for (let start = 0; start + size <= queries.length; start += size)
    hits.push(...hitsAt(k, queries.slice(start, start + size), answers.slice(start, start + size)))
  return hits
}

/** Average precision of each row among all others, where those with an equal label are right; rows alone of their label are left out. */
export function averagePrecisions(vectors, labels) {
  return vectors.flatMap((query, own) => {
    const others = labels.map((_, index) => index).filter((index) => index !== own)
    const scores = others.map((index) => dot(query, vectors[index]))
    const order = others.map((_, at) => at).sort((a, b) => scores[b] - scores[a])
    let right = 0
    let sum = 0
    order.forEach((at, rank) => {
      if (labels[others[at]] !== labels[own]) return
      right += 1
      sum += right / (rank + 1)
    })
    return right === 0 ? [] : [sum / right]
  })
}
