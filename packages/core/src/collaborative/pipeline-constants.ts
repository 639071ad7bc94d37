import { LocavoreError } from '../errors.js'

/**
 * The numbers of the score on published artefacts. A publisher tunes and ships them with the artefacts; what is not shipped
 * is taken from `PIPELINE_CONSTANTS`. Measured on MovieLens 100K; what each is worth stands in `docs/ranking.md`.
 */
export interface PipelineConstants {
  /** How many events the prior mean of the factors counts for. Depends on the data more than any other: tune it. */
  readonly tau: number
  /** Weight of every item as an unobserved one in the fold-in. */
  readonly alpha0: number
  /** Ridge of the fold-in per unit of evidence. */
  readonly lambda: number
  /** Likes after which an older like counts half; null where the order of events means nothing. */
  readonly halfLifeEvents: number | null
  /** Evidence at which the item weights have half of their largest share. */
  readonly kappa: number
  /** Largest share of the item weights against the factors, in [0, 1]. */
  readonly itemShareMax: number
  /** Weight of content beside the collaborative part. */
  readonly beta: number
  /** Exponent of the content cosine. */
  readonly contentPower: number
  /** Share of the session, in [0, 1]; 0 where the order of events means nothing. */
  readonly sessionWeight: number
  /** Likes in the session. */
  readonly sessionLength: number
  /** With no more likes than this there is no session beside the lasting taste. */
  readonly sessionNeedsMoreThan: number
  /** k of the fading popularity k / (k + N). */
  readonly fadingPopularityK: number
  /** Largest weight of content against a popularity that does not fade, where nothing else tells one person from another. */
  readonly contentAloneMax: number
  /** Evidence at which content has half of that weight. */
  readonly contentAloneHalf: number
  /** Weight of what tends to follow the last few likes, where transitions are shipped; 0 where the order of events means nothing. */
  readonly nextWeight: number
  /** What a dislike takes away, as a part of what a like gives. */
  readonly dislikeWeight: number
}

export const PIPELINE_CONSTANTS: PipelineConstants = {
  tau: 5,
  alpha0: 0.3,
  lambda: 0.01,
  halfLifeEvents: 50,
  kappa: 10,
  itemShareMax: 0.6,
  beta: 0.2,
  contentPower: 2,
  sessionWeight: 0.2,
  sessionLength: 5,
  sessionNeedsMoreThan: 5,
  fadingPopularityK: 3,
  contentAloneMax: 0.5,
  contentAloneHalf: 30,
  nextWeight: 0.1,
  dislikeWeight: 0.5,
}

const SHARES: ReadonlySet<string> = new Set(['itemShareMax', 'sessionWeight'])
const ABOVE_ZERO: ReadonlySet<string> = new Set(['halfLifeEvents', 'contentPower'])

/** The defaults with what the publisher shipped in their place. @throws `unknown-option`, `invalid-argument` */
export function pipelineConstants(given: Readonly<Partial<PipelineConstants>> = {}): PipelineConstants {
  for (const [name, value] of Object.entries(given)) {
    if (!(name in PIPELINE_CONSTANTS)) {
      throw new LocavoreError('unknown-option', `There is no constant "${name}". Known: ${knownNames()}.`)
    }
    if (value === null && name === 'halfLifeEvents') continue
    const most = SHARES.has(name) ? 1 : Number.MAX_VALUE
    const fits = typeof value === 'number' && value >= 0 && value <= most && (value > 0 || !ABOVE_ZERO.has(name))
    if (!fits) {
      const least = ABOVE_ZERO.has(name) ? 'above 0' : '0 or more'
      throw new LocavoreError(
        'invalid-argument',
        `The constant ${name} is ${value}; give a number ${least}${SHARES.has(name) ? ' and at most 1' : ''}.`,
      )
    }
  }
  return { ...PIPELINE_CONSTANTS, ...given }
}

function knownNames(): string {
  return Object.keys(PIPELINE_CONSTANTS).join(', ')
}
