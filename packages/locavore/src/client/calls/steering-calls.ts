import type { InteractionInput } from '@locavore/core'
import type { SteeringRow } from '../../shared/protocol.js'
import type { Steering, SteeringMethods } from '../contract/steering.js'
import { limits } from '../input/call-arguments.js'
import { refuseUnknownOptions } from '../validate.js'
import type { Caller } from './caller.js'
import { keep } from './person-calls.js'

const KNOWN = ['words', 'itemId', 'modality', 'attribute', 'is', 'value']

export function steeringCalls(caller: Caller): SteeringMethods {
  return {
    async steer(steering, options = {}) {
      caller.begin('steer', options, ['mode'])
      refuseUnknownOptions(steering, KNOWN, 'steer')
      return keep(caller, interactionOf(steering), options)
    },

    async steering(options = {}) {
      caller.begin('steering', options, ['mode'])
      const rows = await caller.engine.call('steering', caller.circumstances.modeOf(options), limits(options))
      return rows.map((row) => {
        const { sequence, value, item, effective } = row
        return { sequence, steering: steeringOf(row), value, ...(item === undefined ? {} : { item }), effective }
      })
    },
  }
}

function interactionOf(steering: Steering): InteractionInput {
  const { value = 1 } = steering
  if ('modality' in steering) return { type: 'steer', value, setting: { modality: steering.modality } }
  if ('attribute' in steering) {
    const { attribute, is } = steering
    return { type: 'steer', value, setting: { attribute, ...(is === undefined ? {} : { is }) } }
  }
  const query = steering.words === undefined ? {} : { query: steering.words }
  return { type: 'steer', value, ...query, ...('itemId' in steering ? { itemId: steering.itemId } : {}) }
}

function steeringOf({ itemId, query, setting, value }: SteeringRow): Steering {
  if (setting?.modality !== undefined) return { modality: setting.modality, value }
  if (setting?.attribute !== undefined) {
    return { attribute: setting.attribute, ...(setting.is === undefined ? {} : { is: setting.is }), value }
  }
  if (itemId === undefined) return { words: query ?? '', value }
  return { itemId, ...(query === undefined ? {} : { words: query }), value }
}
