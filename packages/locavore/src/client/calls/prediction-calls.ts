import { LocavoreError } from '@locavore/core'
import type { PredictionMethods } from '../contract/predictions.js'
import { idList, limits } from '../input/call-arguments.js'
import type { Caller } from './caller.js'

const MOST_ASKED = 500
const MOST_PICKS = 100

export function predictionCalls(caller: Caller): PredictionMethods {
  const { engine, circumstances } = caller
  return {
    async predict(itemIds, options = {}) {
      caller.begin('predict', options, ['mode'])
      const asked = idList(itemIds, 'predict')
      if (asked.length > MOST_ASKED) {
        throw new LocavoreError('invalid-argument', `predict: ${asked.length} ids; give at most ${MOST_ASKED}.`)
      }
      return engine.call('predict', { itemIds: asked, ...circumstances.modeOf(options) }, limits(options))
    },

    async onboardingPicks(count = 12, options = {}) {
      caller.begin('onboardingPicks', options, ['mode', 'filter'])
      if (!Number.isInteger(count) || count < 1 || count > MOST_PICKS) {
        throw new LocavoreError(
          'invalid-argument',
          `onboardingPicks: count is ${String(count)}; give a whole number from 1 to ${MOST_PICKS}.`,
        )
      }
      const filter = options.filter === undefined ? {} : { filter: options.filter }
      const request = { count, ...filter, ...circumstances.modeOf(options) }
      return (await engine.call('onboardingPicks', request, limits(options))).items
    },
  }
}
