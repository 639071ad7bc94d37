import { LocavoreError } from '@locavore/core'
import type { EncodeProgress } from '@locavore/encoders'
import type { ListRequest } from '../../shared/protocol.js'
import type { Circumstances } from '../circumstances.js'
import type { CallOptions } from '../contract/call-options.js'
import type { ListOptions } from '../contract/lists.js'
import { LONG_DEADLINE_MS } from '../engine-client.js'
import { requireString } from '../validate.js'

/** Options of a call that may load the model. */
export type Progressing = CallOptions & { readonly onProgress?: (progress: EncodeProgress) => void }

/** Names of the options that every list knows. */
export const LIST_OPTIONS = ['limit', 'filter', 'modalities', 'diversity', 'rerank', 'language', 'mode', 'context']

export function limits(options: CallOptions): { readonly signal?: AbortSignal } {
  return options.signal === undefined ? {} : { signal: options.signal }
}

export function longLimits(options: CallOptions): { readonly signal?: AbortSignal; readonly deadlineMs: number } {
  return { ...limits(options), deadlineMs: LONG_DEADLINE_MS }
}

export function listRequest(options: ListOptions, circumstances: Circumstances): ListRequest {
  const { limit, filter, modalities, diversity, rerank, language, context } = options
  return {
    ...circumstances.modeOf(options),
    ...circumstances.now(context),
    ...(limit === undefined ? {} : { limit }),
    ...(filter === undefined ? {} : { filter }),
    ...(modalities === undefined ? {} : { modalities }),
    ...(diversity === undefined ? {} : { diversity }),
    ...(rerank === undefined ? {} : { rerank }),
    ...(language === undefined ? {} : { language }),
  }
}

export function idList(itemIds: readonly string[], method: string): readonly string[] {
  if (Array.isArray(itemIds)) return itemIds.map((id) => requireString(id, `${method}: each item id`))
  throw new LocavoreError('invalid-argument', `${method}: give a list of item ids.`)
}
