/**
 * How well lists find what is relevant. Every function on lists takes the ranked ids, best first, and the relevant ones; gains are
 * binary; a list shorter than k has missed the rest. All results lie in [0, 1]; nothing relevant gives 0.
 */
type Ranked<Id> = readonly Id[]
type Relevant<Id> = ReadonlySet<Id>

/** Part of the first k places that is relevant; the denominator is k. */
export function precisionAt<Id>(k: number, ranked: Ranked<Id>, relevant: Relevant<Id>): number {
  return k > 0 ? hits(k, ranked, relevant) / k : 0
}

/** Part of what is relevant that stands in the first k places. */
export function recallAt<Id>(k: number, ranked: Ranked<Id>, relevant: Relevant<Id>): number {
  return relevant.size > 0 ? hits(k, ranked, relevant) / relevant.size : 0
}

/** Harmonic mean of precision and recall at k. */
export function f1At<Id>(k: number, ranked: Ranked<Id>, relevant: Relevant<Id>): number {
  const precision = precisionAt(k, ranked, relevant)
  const recall = recallAt(k, ranked, relevant)
  return precision + recall > 0 ? (2 * precision * recall) / (precision + recall) : 0
}

/** 1 if anything relevant stands in the first k places. */
export function hitRateAt<Id>(k: number, ranked: Ranked<Id>, relevant: Relevant<Id>): number {
  return hits(k, ranked, relevant) > 0 ? 1 : 0
}

/**
 * Normalised discounted cumulative gain (Järvelin and Kekäläinen, TOIS 2002): the sum of 1 / log2(place + 1) over hits,
 * places from 1, over the same sum if the first min(k, relevant) places were all hits.
 */
export function ndcgAt<Id>(k: number, ranked: Ranked<Id>, relevant: Relevant<Id>): number {
  let gain = 0
  let ideal = 0
  ranked.slice(0, k).forEach((id, place) => {
    if (relevant.has(id)) gain += 1 / Math.log2(place + 2)
  })
  for (let place = 0; place < Math.min(k, relevant.size); place += 1) ideal += 1 / Math.log2(place + 2)
  return ideal > 0 ? gain / ideal : 0
}

/** Average precision over the first k places, over min(k, relevant); its mean over people is MAP. */
export function averagePrecisionAt<Id>(k: number, ranked: Ranked<Id>, relevant: Relevant<Id>): number {
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
export function reciprocalRank<Id>(ranked: Ranked<Id>, relevant: Relevant<Id>): number {
  const place = ranked.findIndex((id) => relevant.has(id))
  return place < 0 ? 0 : 1 / (place + 1)
}

/**
 * Area under the receiver's curve: how often something relevant scores above something that is not, ties counting half
 * (Hanley and McNeil, Radiology 1982). 0.5 where either is empty.
 */
export function areaUnderCurve(relevant: ArrayLike<number>, others: ArrayLike<number>): number {
  if (relevant.length === 0 || others.length === 0) return 0.5
  const ascending = Float64Array.from(relevant).sort()
  let above = 0
  for (let k = 0; k < others.length; k += 1) {
    const score = others[k] as number
    const notBelow = firstAt(ascending, score, false)
    above += ascending.length - (notBelow + firstAt(ascending, score, true)) / 2
  }
  return above / (ascending.length * others.length)
}

/** First place of an ascending array with a value at or above `value`, or, `beyond` it, above. */
function firstAt(ascending: Float64Array, value: number, beyond: boolean): number {
  let low = 0
  let high = ascending.length
  while (low < high) {
    const middle = (low + high) >> 1
    const found = ascending[middle] as number
    if (found < value || (beyond && found === value)) low = middle + 1
    else high = middle
  }
  return low
}

function hits<Id>(k: number, ranked: Ranked<Id>, relevant: Relevant<Id>): number {
  return ranked.slice(0, k).filter((id) => relevant.has(id)).length
}
