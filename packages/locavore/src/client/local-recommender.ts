import { backtestCalls } from './backtest/backtest-call.js'
import { Caller, type RecommenderParts } from './calls/caller.js'
import { explanationCalls } from './calls/explanation-calls.js'
import { itemCalls } from './calls/item-calls.js'
import { listCalls } from './calls/list-calls.js'
import { mediaCalls } from './calls/media-calls.js'
import { personCalls } from './calls/person-calls.js'
import { predictionCalls } from './calls/prediction-calls.js'
import { statusCalls } from './calls/status-calls.js'
import { steeringCalls } from './calls/steering-calls.js'
import { tasteCalls } from './calls/taste-calls.js'
import type { Recommender } from './recommender.js'

/** The page's side of a recommender: checks what it is given, encodes what needs it, and asks the engine worker. */
export function localRecommender(parts: RecommenderParts): Recommender {
  const { board } = parts
  const caller = new Caller(parts)
  return {
    get state() {
      return board.current.state
    },
    get paused() {
      return board.current.paused
    },
    get mode() {
      return caller.circumstances.mode
    },
    ...itemCalls(caller),
    ...listCalls(caller),
    ...explanationCalls(caller),
    ...mediaCalls(caller),
    ...personCalls(caller),
    ...tasteCalls(caller),
    ...steeringCalls(caller),
    ...predictionCalls(caller),
    ...backtestCalls(caller),
    ...statusCalls(caller),
  }
}
