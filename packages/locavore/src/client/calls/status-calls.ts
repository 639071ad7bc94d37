import type { RequestRecord } from '@locavore/encoders'
import type { StatusMethods } from '../contract/status.js'
import { limits } from '../input/call-arguments.js'
import type { Caller } from './caller.js'

export function statusCalls(caller: Caller): Omit<StatusMethods, 'state'> {
  const { engine, board, encoder } = caller
  return {
    async status(options = {}) {
      caller.begin('status', options)
      const { space: _space, degraded: _degraded, ...report } = await engine.status(limits(options))
      return { ...board.current, ...report, ...(encoder === undefined ? {} : { encoder: encoder.report() }) }
    },

    async requests(options = {}) {
      caller.begin('requests', options)
      const ours: readonly RequestRecord[] = await engine.call('requests', {}, limits(options))
      const encoders = encoder?.report().requests ?? []
      return [...ours, ...encoders].sort((left, right) => left.at - right.at)
    },

    subscribe: (listener) => board.subscribe(listener),
    close: () => caller.stop('close', 'The recommender was closed.'),
  }
}
