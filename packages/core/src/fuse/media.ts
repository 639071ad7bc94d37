/** How a person's past and the candidates compare in one medium. */
export interface MediumAffinity {
  /** What it counts beside the others, 0 or more. */
  readonly weight: number
  /** `[candidates]`, 1 where a candidate has the medium. */
  readonly known: Uint8Array
  /** `[events]`, 1 where the item of an event has it. */
  readonly knownEvents: Uint8Array
  /** Centred cosines of the item of event `h` with every candidate, `[candidates]`; read before the next call. */
  cosines(h: number): ArrayLike<number>
  /** Centred cosine of the items of two events. Only the gate asks. */
  between(h: number, other: number): number
}

export interface FusionInput {
  readonly candidates: number
  /** `[events]`: what each event counts for; only the gate and late fusion let refusals (below 0) speak. */
  readonly eventWeights: Float64Array
  readonly media: readonly MediumAffinity[]
  /** Exponent of the cosine, above 0 (default 2): it keeps separate interests apart. */
  readonly power?: number
}

/** Scores and what each medium gave to each of them. */
export interface Fused {
  /** `[candidates]` */
  readonly scores: Float64Array
  /** By medium, `[candidates]` each; they sum to `scores`. */
  readonly contributions: readonly Float64Array[]
}

const POWER = 2

/** c_i = sum over events of w_h max(0, cos(i, h))^power in one medium, `[candidates]`; 0 where it is unknown. */
export function affinityOf(input: FusionInput, medium: MediumAffinity): Float64Array {
  const { candidates, eventWeights, power = POWER } = input
  const values = new Float64Array(candidates)
  for (let h = 0; h < eventWeights.length; h += 1) {
    const weight = eventWeights[h] as number
    if (weight === 0 || medium.knownEvents[h] !== 1) continue
    const cosines = medium.cosines(h)
    for (let j = 0; j < candidates; j += 1) {
      const cosine = cosines[j] as number
      if (cosine > 0) values[j] = (values[j] as number) + weight * (power === 2 ? cosine * cosine : cosine ** power)
    }
  }
  return values
}

/** Weights of the media, summing to 1; all alike if every one is 0. */
export function shareWeights(weights: readonly number[]): number[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  return weights.map((weight) => (total > 0 ? weight / total : 1 / weights.length))
}

export function sumUp(candidates: number, contributions: readonly Float64Array[]): Fused {
  const scores = new Float64Array(candidates)
  for (const values of contributions) {
    for (let j = 0; j < candidates; j += 1) scores[j] = (scores[j] as number) + (values[j] as number)
  }
  return { scores, contributions }
}
