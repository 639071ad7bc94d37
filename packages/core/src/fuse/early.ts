import { type Fused, type FusionInput, shareWeights, sumUp } from './media.js'

/**
 * Early fusion: as if the vectors of all media stood side by side in one, those that are missing as zeros, and were brought to
 * unit length. Their cosine follows from those of the media, cos = sum w_m cos_m / sqrt(W_i W_h) with W the weights of the
 * media an item has, so nothing need be concatenated. A medium's part is its part of each cosine, and may be negative.
 */
export function earlyFusion(input: FusionInput): Fused {
  const { candidates, eventWeights, media, power = 2 } = input
  const weights = shareWeights(media.map(({ weight }) => weight))
  const own = new Float64Array(candidates)
  media.forEach(({ known }, m) => {
    for (let j = 0; j < candidates; j += 1) own[j] = (own[j] as number) + (known[j] as number) * (weights[m] as number)
  })
  const contributions = media.map(() => new Float64Array(candidates))
  const rows: (ArrayLike<number> | undefined)[] = []
  for (let h = 0; h < eventWeights.length; h += 1) {
    const eventWeight = eventWeights[h] as number
    let event = 0
    media.forEach((medium, m) => {
      const has = medium.knownEvents[h] === 1
      rows[m] = has ? medium.cosines(h) : undefined
      if (has) event += weights[m] as number
    })
    if (!(eventWeight > 0) || event === 0) continue
    for (let j = 0; j < candidates; j += 1) {
      const length = Math.sqrt(event * (own[j] as number))
      let cosine = 0
      for (let m = 0; m < media.length; m += 1) cosine += ((weights[m] as number) * (rows[m]?.[j] ?? 0)) / (length || 1)
      if (!(cosine > 0)) continue
      const factor = (eventWeight * cosine ** (power - 1)) / length
      for (let m = 0; m < media.length; m += 1) {
        const part = contributions[m] as Float64Array
        part[j] = (part[j] as number) + factor * (weights[m] as number) * (rows[m]?.[j] ?? 0)
      }
    }
  }
  return sumUp(candidates, contributions)
}
