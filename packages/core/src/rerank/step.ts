import type { Filter, Modality } from '../types.js'

/** Puts an item at a place, counted from 0, whatever it scores. Pins come before all other steps, which keep to them. */
export interface PinStep {
  readonly kind: 'pin'
  readonly itemId: string
  readonly place: number
}

/** Adds `by` to the score of every item the filter lets through; below 0 it holds them back. */
export interface BoostStep {
  readonly kind: 'boost'
  readonly filter: Filter
  /** In units of the score, where each signal has a standard deviation of its weight. */
  readonly by: number
}

/** Adds `weight * z(2^(-age / half-life))`, over the items whose age is known. */
export interface FreshnessStep {
  readonly kind: 'freshness'
  /** Default 0.1. */
  readonly weight?: number
  /** Milliseconds after which an item is half as fresh (default a week). */
  readonly halfLife?: number
}

/** Takes away for every time an item was shown and left alone, and hides it in the end. */
export interface FatigueStep {
  readonly kind: 'fatigue'
  /** Taken from the score per showing (default 0.1). */
  readonly perImpression?: number
  /** Showings after which it is not shown again (default 5). */
  readonly hideAfter?: number
}

/** Lets items of nearly equal score take turns: none passes one that scores more than `band` above it. */
export interface RotationStep {
  readonly kind: 'rotation'
  /** In units of the score (default 0.1). */
  readonly band?: number
  /** Another seed, such as the number of the visit, is another turn. The same seed is the same list. */
  readonly seed: number
}

/** Leaves out what scores below `least`: an honest short list rather than a long one of anything. */
export interface RelevanceFloorStep {
  readonly kind: 'relevance-floor'
  /** In units of the score: 0 is the average of what might appear. */
  readonly least: number
}

/** Of items that are nearly the same, leaves only the best placed. */
export interface NearDuplicatesStep {
  readonly kind: 'near-duplicates'
  /** Similarity from which two items are the same, in [-1, 1] (default 0.95). */
  readonly from?: number
}

/** Maximal marginal relevance (Carbonell and Goldstein, SIGIR 1998). */
export interface MmrStep {
  readonly kind: 'mmr'
  /** 0 = by score alone, 1 = as different as possible (default 0.3). */
  readonly diversity?: number
  /** How many of the first places are arranged (default 20). */
  readonly places?: number
}

/**
 * Gives some places to a try: one of the best that wait, dealt by Thompson sampling. The chance of each is kept for the log,
 * as `propensity` of its place. Where it changes nothing, the item would have stood there anyway.
 */
export interface ExploreStep {
  readonly kind: 'explore'
  /** One place in so many, from 2: with 10 (the default) the fifth, the fifteenth and so on. */
  readonly every?: number
  /** How many of the first places may explore (default 100). */
  readonly places?: number
  /** Best of those that wait which may take such a place (default 100). */
  readonly pool?: number
  /** How far people are drawn from what is believed of this one; 0 takes the best of what is believed (default 0.1). */
  readonly scale?: number
  /** The same seed is the same list. */
  readonly seed: number
}

/** A determinantal point process over `e^(force * relevance)` and similarity (Chen, Zhang and Zhou, NeurIPS 2018). */
export interface DppStep {
  readonly kind: 'dpp'
  /** How far relevance outweighs difference: the best counts e^force times the last of 200 (default 3). */
  readonly force?: number
  readonly places?: number
}

/** Brings the shares of an attribute's values in the list towards those of the history (Steck, RecSys 2018). */
export interface CalibrationStep {
  readonly kind: 'calibration'
  readonly attribute: string
  /** 0 = by score alone, 1 = by shares alone (default 0.1). */
  readonly strength?: number
  readonly places?: number
}

export interface Bounds {
  readonly least?: number
  readonly most?: number
}

/** At most `most` items with the same value of an attribute. Never exceeded: where nothing else is left the list ends. */
export interface CapStep {
  readonly kind: 'cap'
  readonly attribute: string
  readonly most: number
  /** How many of the first places it holds in (default: the whole list). */
  readonly places?: number
}

/** Shares of the first places, in [0, 1], that go to items with a medium. Kept where the candidates allow it. */
export interface ModalityMixStep {
  readonly kind: 'modality-mix'
  readonly shares: Readonly<Partial<Record<Modality, Bounds>>>
  readonly places?: number
}

/**
 * Shares of the attention that values of an attribute may have, place p (from 0) being worth `1 / log2(p + 2)`, such as for
 * providers (Singh and Joachims, KDD 2018). Kept where the candidates allow it.
 */
export interface ExposureStep {
  readonly kind: 'exposure'
  readonly attribute: string
  /** By value; `others` holds for every value that is not named. */
  readonly bounds: Readonly<Record<string, Bounds>>
  readonly others?: { readonly most: number }
  readonly places?: number
}

/** One step of re-ranking, as data: it can be stored, sent to a worker and shown. */
export type RerankStep =
  | PinStep
  | BoostStep
  | FreshnessStep
  | FatigueStep
  | RotationStep
  | RelevanceFloorStep
  | NearDuplicatesStep
  | MmrStep
  | DppStep
  | ExploreStep
  | CalibrationStep
  | CapStep
  | ModalityMixStep
  | ExposureStep

export type RerankStepKind = RerankStep['kind']

/** How many of the first places a step looks at where nothing is said. */
export const DEFAULT_PLACES = 20
