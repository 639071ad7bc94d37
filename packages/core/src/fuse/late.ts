import { standardise } from '../score/signal.js'
import { affinityOf, type Fused, type FusionInput, shareWeights, sumUp } from './media.js'

/**
 * Late fusion, the default: each medium scores by itself, is standardised over the candidates that have it, and the weighted
 * scores are added. A candidate that lacks a medium takes the mean there (z = 0).
 */
export function lateFusion(input: FusionInput): Fused {
  const weights = shareWeights(input.media.map(({ weight }) => weight))
  return sumUp(
    input.candidates,
    input.media.map((medium, m) => zScores(affinityOf(input, medium), medium.known, weights[m] as number)),
  )
}

export function zScores(values: Float64Array, known: Uint8Array, weight: number): Float64Array {
  return standardise({ name: 'taste', weight, values, known }).shares
}
