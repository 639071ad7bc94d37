import { LocavoreError } from '@locavore/core'
import type { Caller } from '../calls/caller.js'
import { longLimits } from '../input/call-arguments.js'
import type { BacktestMethods, BacktestProgress } from './types.js'

const OPTIONS = ['cases', 'limit', 'filter', 'modalities', 'diversity', 'rerank', 'fusion', 'mode', 'onProgress']
const USUAL_CASES = 50
const MOST_CASES = 500

export function backtestCalls(caller: Caller): BacktestMethods {
  const { engine, circumstances } = caller
  return {
    async backtest(options = {}) {
      caller.begin('backtest', options, OPTIONS)
      const { cases = USUAL_CASES, limit, filter, modalities, diversity, rerank, fusion, onProgress } = options
      if (!Number.isInteger(cases) || cases < 1 || cases > MOST_CASES) {
        throw new LocavoreError(
          'invalid-argument',
          `backtest: cases is ${String(cases)}; give a whole number from 1 to ${MOST_CASES}.`,
        )
      }
      const request = {
        cases,
        ...circumstances.modeOf(options),
        ...(limit === undefined ? {} : { limit }),
        ...(filter === undefined ? {} : { filter }),
        ...(modalities === undefined ? {} : { modalities }),
        ...(diversity === undefined ? {} : { diversity }),
        ...(rerank === undefined ? {} : { rerank }),
        ...(fusion === undefined ? {} : { fusion }),
      }
      const report = (progress: unknown) => onProgress?.(progress as BacktestProgress)
      return engine.call('backtest', request, {
        ...longLimits(options),
        ...(onProgress === undefined ? {} : { onProgress: report }),
      })
    },
  }
}
