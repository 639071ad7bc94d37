import { zScores } from './late.js'
import { type Fused, type FusionInput, type MediumAffinity, shareWeights, sumUp } from './media.js'

export interface GateOptions {
  /** How sharply media are preferred that hold the history together, 0 or more; 0 is late fusion's weights (default 1). */
  readonly sharpness?: number
  /** How sharply a candidate attends to the events most like it, above 0 (default 4). */
  readonly attention?: number
}

/** Likes at which half of what the history says about the media is believed. */
const HALF_BELIEVED = 3
/** Events compared with each other; the newest say enough. */
const MOST_COMPARED = 30

/**
 * Attention over history and media, without training. Over media: a medium in which the likes are more alike than chance gets
 * more say, `g_m ~ w_m e^(sharpness s_m)`, s_m the mean cosine between likes over what cosines to the candidates vary by.
 * Over history: each candidate attends to the likes most like it, `v_i = log(sum w_h e^(a cos(i, h))) / a`, whose derivative is
 * softmax attention, and which, unlike the attended mean, still grows with evidence. Then as in late fusion. Refusals are
 * not looked at.
 */
export function gatedFusion(input: FusionInput, options: GateOptions = {}): Fused {
  const { attention = 4 } = options
  const gates = mediaGates(input, options)
  const contributions = input.media.map((medium, m) =>
    zScores(attended(input, medium, attention), medium.known, gates[m] as number),
  )
  return sumUp(input.candidates, contributions)
}

/** Weights of the media for this person, `[media]`, summing to 1. */
export function mediaGates(input: FusionInput, { sharpness = 1 }: GateOptions = {}): number[] {
  const weights = input.media.map(({ weight }) => weight)
  const coherences = input.media.map((medium) => coherence(input, medium))
  const highest = Math.max(0, ...coherences)
  return shareWeights(weights.map((weight, m) => weight * Math.exp(sharpness * ((coherences[m] as number) - highest))))
}

/** How much more alike the likes are in a medium than they are like any candidate, in standard deviations of the latter. */
function coherence({ eventWeights, candidates }: FusionInput, medium: MediumAffinity): number {
  const events = Array.from(eventWeights.keys())
    .filter((h) => (eventWeights[h] as number) > 0 && medium.knownEvents[h] === 1)
    .slice(-MOST_COMPARED)
  if (events.length < 2) return 0
  let [sum, squares, count, pairs, alike] = [0, 0, 0, 0, 0]
  events.forEach((h, k) => {
    const cosines = medium.cosines(h)
    for (let j = 0; j < candidates; j += 1) {
      if (medium.known[j] !== 1) continue
      const cosine = cosines[j] as number
      sum += cosine
      squares += cosine * cosine
      count += 1
    }
    for (const other of events.slice(k + 1)) {
      alike += medium.between(h, other)
      pairs += 1
    }
  })
  if (count === 0) return 0
  const deviation = Math.sqrt(Math.max(0, squares / count - (sum / count) ** 2))
  const believed = events.length / (events.length + HALF_BELIEVED)
  return deviation > 0 ? (believed * (alike / pairs - sum / count)) / deviation : 0
}

function attended({ eventWeights, candidates }: FusionInput, medium: MediumAffinity, attention: number): Float64Array {
  const sums = new Float64Array(candidates)
  for (let h = 0; h < eventWeights.length; h += 1) {
    const weight = eventWeights[h] as number
    if (!(weight > 0) || medium.knownEvents[h] !== 1) continue
    const cosines = medium.cosines(h)
    for (let j = 0; j < candidates; j += 1) {
      sums[j] = (sums[j] as number) + weight * Math.exp(attention * (cosines[j] as number))
    }
  }
  return sums.map((sum) => (sum > 0 ? Math.log(sum) / attention : 0))
}
