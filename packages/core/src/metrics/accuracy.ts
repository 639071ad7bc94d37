/**
 * How well lists find what is relevant. Every function takes the ranked ids, best first, and the relevant ones; gains are
 * binary; a list shorter than k has missed the rest. All results lie in [0, 1]; nothing relevant gives 0.
 */
type Ranked = readonly string[]
type Relevant = ReadonlySet<string>

/** Part of the first k places that is relevant; the denominator is k. */
export function precisionAt(k: number, ranked: Ranked, relevant: Relevant): number {
  return k > 0 ? hits(k, ranked, relevant) / k : 0
}

/** Part of what is relevant that stands in the first k places. */
export function recallAt(k: number, ranked: Ranked, relevant: Relevant): number {
  return relevant.size > 0 ? hits(k, ranked, relevant) / relevant.size : 0
}

/** 1 if anything relevant stands in the first k places. */
export function hitRateAt(k: number, ranked: Ranked, relevant: Relevant): number {
  return hits(k, ranked, relevant) > 0 ? 1 : 0
}

/**
 * Normalised discounted cumulative gain (Järvelin and Kekäläinen, TOIS 2002): the sum of 1 / log2(place + 1) over hits,
 * places from 1, over the same sum if the first min(k, relevant) places were all hits.
 */
export function ndcgAt(k: number, ranked: Ranked, relevant: Relevant): number {
  let gain = 0
  let ideal = 0
  ranked.slice(0, k).forEach((id, place) => {
    if (relevant.has(id)) gain += 1 / Math.log2(place + 2)
  })
  for (let place = 0; place < Math.min(k, relevant.size); place += 1) ideal += 1 / Math.log2(place + 2)
  return ideal > 0 ? gain / ideal : 0
}

/** Average precision over the first k places, over min(k, relevant); its mean over people is MAP. */
export function averagePrecisionAt(k: number, ranked: Ranked, relevant: Relevant): number {
  let found = 0
  let sum = 0
  ranked.slice(0, k).forEach((id, place) => {
    if (!relevant.has(id)) return
    found += 1
    sum += found / (place + 1)
  })
  const possible = Math.min(k, relevant.size)
  return possible > 0 ? sum / possible : 0
}

/** 1 / place of the first relevant item, 0 if there is none; its mean over people is MRR. */
export function reciprocalRank(ranked: Ranked, relevant: Relevant): number {
  const place = ranked.findIndex((id) => relevant.has(id))
  return place < 0 ? 0 : 1 / (place + 1)
}

function hits(k: number, ranked: Ranked, relevant: Relevant): number {
  return ranked.slice(0, k).filter((id) => relevant.has(id)).length
}
