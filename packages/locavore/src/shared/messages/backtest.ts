import type { BacktestReport } from '@locavore/core'
import type { Method } from './common.js'
import type { RecommendRequest } from './lists.js'

/** Holding lists against what the person chose in the past. */
export type BacktestService = {
  /** Progress: choices replayed so far. */
  readonly backtest: Method<BacktestRequest, BacktestReport>
}

export interface BacktestRequest
  extends Pick<RecommendRequest, 'mode' | 'limit' | 'filter' | 'modalities' | 'diversity' | 'rerank' | 'fusion'> {
  /** The last so many choices. */
  readonly cases: number
}
