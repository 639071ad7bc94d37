import type { Interaction, InteractionInput } from '@locavore/core'
import type { PersonMethods } from '../contract/person.js'
import type { ModeOptions } from '../contract/tastes.js'
import { limits, longLimits } from '../input/call-arguments.js'
import { readDataFile } from '../input/read-data-file.js'
import { recordRequest } from '../input/record-request.js'
import type { Caller } from './caller.js'

/** `paused` is read from the recommender's own state, which no call owns. */
export function personCalls(caller: Caller): Omit<PersonMethods, 'paused'> {
  const { engine, board } = caller
  const setPaused = (paused: boolean) => {
    caller.requireOpen()
    board.setPaused(paused)
  }
  return {
    async record(interaction, options = {}) {
      caller.begin('record', options)
      return keep(caller, interaction, options)
    },

    pause: () => setPaused(true),
    resume: () => setPaused(false),

    async history(options = {}) {
      caller.begin('history', options)
      return engine.call('history', {}, limits(options))
    },

    async profile(options = {}) {
      caller.begin('profile', options, ['mode'])
      const { circumstances } = caller
      return engine.call('profile', { ...circumstances.modeOf(options), ...circumstances.now() }, limits(options))
    },

    async forget(sequences, options = {}) {
      caller.begin('forget', options)
      const list = typeof sequences === 'number' ? [sequences] : [...sequences]
      return (await engine.call('forget', { sequences: list }, limits(options))).forgotten
    },

    async exportData(options = {}) {
      caller.begin('exportData', options)
      const { json } = await engine.call('exportData', {}, longLimits(options))
      return new Blob([json], { type: 'application/json' })
    },

    async importData(file, options = {}) {
      caller.begin('importData', options)
      const counts = await engine.call('importData', { json: await readDataFile(file) }, longLimits(options))
      // The file may come from a device with another model.
      await engine.update()
      return counts
    },

    async erase(options = {}) {
      caller.begin('erase', options)
      await engine.call('erase', {}, limits(options))
      await caller.stop('none', 'Everything held was erased.')
    },
  }
}

/** Records an interaction, or while paused only checks it. */
export async function keep(
  caller: Caller,
  interaction: InteractionInput,
  options: ModeOptions,
): Promise<Interaction | undefined> {
  const { engine, board } = caller
  const paused = board.current.paused
  const request = await recordRequest(interaction, caller, options)
  if (!paused) return engine.call('record', request, limits(options))
  await engine.call('checkRecord', request, limits(options))
  return undefined
}
