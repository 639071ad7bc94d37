import type { Evidence } from '../profile/profile.js'
import type { Modality, ScorePartName } from '../types.js'

/**
 * One measurement over the candidates of a list, before it is standardised. A new kind of knowledge (factors learnt by
 * the publisher, item-to-item weights) joins the score by being one more signal.
 */
export interface Signal {
  readonly name: ScorePartName
  readonly modality?: Modality
  /** Its share of the score. */
  readonly weight: number
  /** `[candidates]`, any finite scale. */
  readonly values: Float64Array
  /** `[candidates]`, 1 where the signal knows the candidate. Others get 0, the mean. Default: all. */
  readonly known?: Uint8Array
  /** Set if `values` is a sum over past interactions, which is what makes exact explanations possible. */
  readonly terms?: SignalTerms
  /** `values` are in units of the score already: they are weighted, but neither centred nor scaled. */
  readonly absolute?: boolean
  /** The strongest tie in the metadata that speaks for candidate `j`. */
  tie?(j: number): StrongestTie | undefined
}

/** The candidate is `relation` of item `itemId`. */
export interface StrongestTie {
  readonly relation: string
  readonly itemId: string
}

/** A signal as a sum: `values[j]` is the sum of `term(k, j)` over `evidence[k]`, plus the base if there is one. */
export interface SignalTerms {
  readonly evidence: readonly Evidence[]
  /** Largest size the sum could have, before entries for and against cancel out: what rounding is measured against. */
  readonly magnitude: number
  /** `[evidence]`: mean of each entry's term over the candidates the signal knows. */
  readonly means: Float64Array
  term(entry: number, candidate: number): number
  /** The terms of every entry for one candidate, `[evidence]`, where that costs less than one by one; good until asked again. */
  at?(candidate: number): ArrayLike<number>
  /** Makes `term` and `at` faster for these candidates. */
  prepare?(candidates: readonly number[]): void
  /** A part of the sum that no entry accounts for, such as a prior: `mean` over the candidates, and for one of them. */
  readonly base?: { readonly mean: number; at(candidate: number): number } | undefined
}

/**
 * A signal in its place in the score: `shares[j] = weight * (values[j] - mean) / deviation`, times `stretch[j]` if there is
 * one; 0 where unknown.
 */
export interface StandardisedSignal {
  readonly signal: Signal
  readonly mean: number
  /** Population standard deviation; 1 where it is 0. */
  readonly deviation: number
  /** `[candidates]` */
  readonly shares: Float64Array
  /** `[candidates]`: how much more each share counts because it speaks for media the candidate lacks. Default 1. */
  readonly stretch?: Float64Array
  /** How far the media of this question agree, from which `stretch` follows. */
  readonly agreement?: number
}

/**
 * z-scores a signal over the candidates it knows. Scores of different kinds have no common scale; in units of their own
 * spread each has the say its weight gives it, and the distances that ranks would lose are kept.
 * @param standards the same signals over other candidates, whose mean and spread count instead: scores of both can then be
 * compared. A signal that rests on other evidence than its standard has its own.
 */
export function standardise(given: Signal, standards: readonly StandardisedSignal[] = []): StandardisedSignal {
  const standard = standards.find((known) => isSameQuestion(known.signal, given))
  const signal = standard === undefined ? given : withMeansOf(standard.signal, given)
  const { values, known, weight } = signal
  const shares = new Float64Array(values.length)
  const { mean, deviation } = standard ?? moments(signal)
  for (let j = 0; j < shares.length; j += 1) {
    if (known === undefined || known[j] === 1) shares[j] = (weight * ((values[j] as number) - mean)) / deviation
  }
  return { signal, mean, deviation, shares }
}

function isSameQuestion(a: Signal, b: Signal): boolean {
  if (a.name !== b.name || a.modality !== b.modality) return false
  const [left, right] = [a.terms?.evidence ?? [], b.terms?.evidence ?? []]
  return left.length === right.length && left.every(({ sequence }, k) => sequence === right[k]?.sequence)
}

/** The means of the terms must sum to the mean of the signal, or shares would not sum to the score. */
function withMeansOf(standard: Signal, signal: Signal): Signal {
  if (signal.terms === undefined || standard.terms === undefined) return signal
  const { means, base } = standard.terms
  const own = signal.terms
  const ownBase = own.base
  return {
    ...signal,
    // Written out, because terms may be an object of a class, of which a spread takes the fields alone.
    terms: {
      evidence: own.evidence,
      magnitude: own.magnitude,
      means,
      term: (entry, candidate) => own.term(entry, candidate),
      prepare: (candidates) => own.prepare?.(candidates),
      ...(own.at === undefined ? {} : { at: (candidate) => own.at?.(candidate) ?? [] }),
      ...(base && ownBase ? { base: { mean: base.mean, at: (j) => ownBase.at(j) } } : {}),
    },
  }
}

/**
 * Share of each entry of evidence in the score of candidate `j`. A z-score is linear in its sum, so these and `baseShare`
 * sum to `shares[j]`: each entry's term minus the term's own mean, over the common deviation.
 */
export function termShares({ signal, deviation, stretch }: StandardisedSignal, j: number): Float64Array {
  const { terms, known, weight } = signal
  const out = new Float64Array(terms?.evidence.length ?? 0)
  if (terms === undefined || (known !== undefined && known[j] !== 1)) return out
  const factor = (weight / deviation) * (stretch?.[j] ?? 1)
  const { means } = terms
  const all = terms.at?.(j)
  for (let k = 0; k < out.length; k += 1) {
    out[k] = factor * ((all === undefined ? terms.term(k, j) : (all[k] as number)) - (means[k] as number))
  }
  return out
}

/** Share in the score of candidate `j` of what no entry of evidence accounts for. */
export function baseShare({ signal, deviation, stretch }: StandardisedSignal, j: number): number {
  const { terms, known, weight } = signal
  const base = terms?.base
  if (base === undefined || (known !== undefined && known[j] !== 1)) return 0
  return (weight / deviation) * (stretch?.[j] ?? 1) * (base.at(j) - base.mean)
}

/** Differences this small beside the mean are rounding; dividing by them would blow them up to whole units. */
const NEGLIGIBLE = 1e-9
/** Squares of differences below this leave the range of float64. */
const SMALLEST_DIFFERENCE = 1e-100
/** Terms come from quantised scans, so what is left when they cancel out is coarser. */
const NEGLIGIBLE_TERMS = 1e-5

function moments({ values, known, terms, absolute }: Signal): { mean: number; deviation: number } {
  if (absolute === true) return { mean: 0, deviation: 1 }
  let count = 0
  let sum = 0
  for (let j = 0; j < values.length; j += 1) {
    if (known !== undefined && known[j] !== 1) continue
    count += 1
    sum += values[j] as number
  }
  const mean = count === 0 ? 0 : sum / count
  let squares = 0
  for (let j = 0; j < values.length; j += 1) {
    if (known === undefined || known[j] === 1) squares += ((values[j] as number) - mean) ** 2
  }
  const deviation = count === 0 ? 0 : Math.sqrt(squares / count)
  const coarse = NEGLIGIBLE_TERMS * (terms?.magnitude ?? 0)
  const negligible = Math.max(SMALLEST_DIFFERENCE, NEGLIGIBLE * Math.abs(mean), coarse)
  return { mean, deviation: deviation > negligible ? deviation : 1 }
}
