import type { Filter, Item } from '@locavore/core'
import type { ModeOptions } from './tastes.js'

export type PredictedBehaviour = 'click' | 'finish' | 'like' | 'dislike'

/** Chances in [0, 1], each absent while it is not known. */
export interface ItemPrediction extends Readonly<Partial<Record<PredictedBehaviour, number>>> {
  readonly itemId: string
  /** From 1 to 5, where what was opened and left at that is a 3, a like a 4, and what was saved or bought a 5. */
  readonly rating?: number
}

export interface Predictions {
  /** What they rest on: items shown of which it is known what became of them, how many were opened, how many judged. */
  readonly evidence: { readonly shown: number; readonly opened: number; readonly judged: number }
  /**
   * What cannot be said yet. A chance needs 30 examples, 5 of them either way; a rating needs 10 items that were opened,
   * liked or refused.
   */
  readonly unknown: readonly (PredictedBehaviour | 'rating')[]
  /** In the order asked for. */
  readonly items: readonly ItemPrediction[]
}

export interface PickOptions extends ModeOptions {
  readonly filter?: Filter
}

export interface PredictionMethods {
  /**
   * How likely the person opens each item, were it shown first; and how likely they then finish, like or dislike it. Learnt
   * on this device from impressions and what came of them, so a site that records none gets none.
   * @throws `unknown-item`, `invalid-argument` for more than 500 ids
   */
  predict(itemIds: readonly string[], options?: ModeOptions): Promise<Predictions>
  /**
   * Items to ask a new person about, best first: well known, and spread wide over everything there is. What they have
   * dealt with is not among them.
   * @param count from 1 to 100 (default 12)
   */
  onboardingPicks(count?: number, options?: PickOptions): Promise<readonly Item[]>
}
