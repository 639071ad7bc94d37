import { LocavoreError } from '@locavore/core'
import type { Encoder } from '@locavore/encoders'
import type { CallOptions } from '../contract/call-options.js'
import type { AddItemsResult, AddProgress, ItemInput } from '../contract/items.js'
import { type EngineClient, LONG_DEADLINE_MS } from '../engine-client.js'
import { prepareItems } from './prepare-items.js'

export interface AddItemsParts {
  readonly engine: EngineClient
  readonly encoder: Encoder | undefined
  readonly spaceId: string | undefined
}

/** Encodes items on the page's side and hands them to the engine, which stores them together or not at all. */
export async function addItems(
  inputs: readonly ItemInput[],
  options: CallOptions & { readonly onProgress?: (progress: AddProgress) => void },
  parts: AddItemsParts,
): Promise<AddItemsResult> {
  if (!Array.isArray(inputs)) throw new LocavoreError('invalid-argument', 'addItems: give a list of items.')
  const prepared = await prepareItems(inputs, { ...options, encoder: parts.encoder, spaceId: parts.spaceId })
  const total = prepared.items.length
  if (total === 0) return { added: 0, refused: prepared.refused }
  options.onProgress?.({ phase: 'store', done: 0, total })
  const stored = await parts.engine.call(
    'putItems',
    { items: prepared.items },
    { deadlineMs: LONG_DEADLINE_MS, ...(options.signal === undefined ? {} : { signal: options.signal }) },
  )
  options.onProgress?.({ phase: 'store', done: total, total })
  if (parts.engine.waiting > 0) await parts.engine.update()
  const refused = stored.refused.map(({ id, error }) => ({ id, error: LocavoreError.fromRecord(error) }))
  return { added: stored.added, refused: [...prepared.refused, ...refused] }
}
