import type { InteractionInput, InteractionType } from '@locavore/core'
import type { RecordRequest } from '../../shared/protocol.js'
import type { Caller } from '../calls/caller.js'
import type { ModeOptions } from '../contract/tastes.js'
import { prepareQuery } from './prepare-query.js'

/** Where and when it happened says nothing of these: they are no evidence on an item. */
const PLACELESS: ReadonlySet<InteractionType> = new Set(['impression', 'search', 'taste'])

/**
 * An interaction with what the page knows of it: its mode, its circumstances, and what the encoder makes of its words.
 * Steering by words is nothing without an encoder; a search is kept without, if none is loaded.
 */
export async function recordRequest(
  interaction: InteractionInput,
  caller: Caller,
  options: ModeOptions,
): Promise<RecordRequest> {
  const { circumstances } = caller
  const { type, query, context } = interaction
  const placeless = PLACELESS.has(type) || query !== undefined || interaction.setting !== undefined
  const mode = circumstances.modeOf({ mode: options.mode ?? interaction.mode })
  const placed = placeless ? {} : circumstances.now(context)
  const request = { interaction: { ...interaction, ...mode, ...placed } }
  if (typeof query !== 'string' || interaction.embedding !== undefined) return request
  if (type === 'search' && caller.encoder?.report().state !== 'ready') return request
  if (type !== 'search' && type !== 'steer') return request
  const encoder = type === 'steer' ? caller.requireEncoder('steer by words') : caller.encoder
  const [embedding] = (await prepareQuery(query, encoder, options.signal)).query
  return embedding === undefined ? request : { ...request, embedding }
}
