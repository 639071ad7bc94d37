import { affinityOf, type Fused, type FusionInput, shareWeights, sumUp } from './media.js'

/** Keeps the first ranks from drowning all others (Cormack, Clarke and Büttcher, SIGIR 2009). */
const RRF_OFFSET = 60

/** Reciprocal rank fusion: sum of w / (60 + rank). For lists whose scores cannot be compared or are not there. */
export function reciprocalRankFusion(input: FusionInput): Fused {
  return byRanks(input, (rank) => 1 / (RRF_OFFSET + rank))
}

/** Borda's vote: each medium gives a candidate the share of the others that it ranks below it. */
export function voteFusion(input: FusionInput): Fused {
  return byRanks(input, (rank, ranked) => (ranked > 1 ? (ranked - rank) / (ranked - 1) : 1))
}

/** Only the order within each medium counts. What lacks a medium gets the mean of those that have it, as late fusion does. */
function byRanks(input: FusionInput, worth: (rank: number, ranked: number) => number): Fused {
  const weights = shareWeights(input.media.map(({ weight }) => weight))
  const contributions = input.media.map((medium, m) => {
    const values = affinityOf(input, medium)
    const order = Array.from(values.keys())
      .filter((j) => medium.known[j] === 1)
      .sort((a, b) => (values[b] as number) - (values[a] as number) || a - b)
    const out = new Float64Array(input.candidates)
    let sum = 0
    order.forEach((j, place) => {
      out[j] = (weights[m] as number) * worth(place + 1, order.length)
      sum += out[j] as number
    })
    const mean = sum / Math.max(1, order.length)
    return out.map((value, j) => (medium.known[j] === 1 ? value : mean))
  })
  return sumUp(input.candidates, contributions)
}
