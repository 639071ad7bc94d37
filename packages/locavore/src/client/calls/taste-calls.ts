import type { TasteMethods } from '../contract/tastes.js'
import { limits } from '../input/call-arguments.js'
import type { Caller } from './caller.js'

/** `mode` is read from the recommender's own state, which no call owns. */
export function tasteCalls(caller: Caller): Omit<TasteMethods, 'mode'> {
  const { engine, board, circumstances } = caller
  return {
    setMode(mode) {
      caller.requireOpen()
      circumstances.setMode(mode)
    },

    async modes(options = {}) {
      caller.begin('modes', options)
      return engine.call('modes', {}, limits(options))
    },

    async tastes(options = {}) {
      caller.begin('tastes', options, ['mode'])
      return engine.call('tastes', circumstances.modeOf(options), limits(options))
    },

    async editTaste(edit, options = {}) {
      caller.begin('editTaste', options, ['mode'])
      const keep = !board.current.paused
      const request = { edit: { ...edit }, keep, ...circumstances.modeOf(options) }
      const result = await engine.call('editTaste', request, limits(options))
      return keep ? result : undefined
    },
  }
}
