import type { BacktestReport, Filter, Modality, RerankStep } from '@locavore/core'
import type { ModeOptions } from '../contract/tastes.js'

/** Choices replayed so far, of `cases`. */
export interface BacktestProgress {
  readonly done: number
  readonly cases: number
}

/** How the lists are made that are held against the past: as for `recommend`. */
export interface BacktestOptions extends ModeOptions {
  /** The last so many choices, 1 to 500 (default 50). */
  readonly cases?: number
  /** Places of a list that count, 1 to 500 (default 20). */
  readonly limit?: number
  readonly filter?: Filter
  readonly modalities?: readonly Modality[]
  readonly diversity?: number
  readonly rerank?: readonly RerankStep[]
  readonly fusion?: 'late' | 'gate'
  readonly onProgress?: (progress: BacktestProgress) => void
}

/** Measuring on this device, on this person's own past. */
export interface BacktestMethods {
  /**
   * How well lists like those made now would have found what this person chose next. Each of the last choices (the first like,
   * save or purchase of an item) is taken back in turn: the person is made anew from what had been done before it, less anything
   * done with that very item, and a list is ranked in the circumstances of that moment. The figures stand beside those of the most
   * popular items; with fewer than 20 choices that can be replayed `enough` is false and nothing is said.
   *
   * Each choice costs a list; other calls take their turn in between. Nothing is recorded or changed, and nothing leaves the
   * device. What was forgotten is in no figure, also if it is forgotten meanwhile. The catalogue and its popularity are those of
   * today, which flatters both sides; what other catalogues know is left out.
   * @throws `aborted`, `invalid-argument`, `unknown-option`
   */
  backtest(options?: BacktestOptions): Promise<BacktestReport>
}
