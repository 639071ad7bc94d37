import { LocavoreError } from '@locavore/core'
import type { EncodeResult } from './encoder.js'

export function failure(error: LocavoreError): EncodeResult {
  return { ok: false, error }
}

/** For a content that no tower of the model takes. */
export function refusal(content: unknown): EncodeResult {
  const modality =
    typeof content === 'object' && content !== null && 'modality' in content ? String(content.modality) : 'none'
  return failure(
    new LocavoreError('unsupported-media', `This model cannot encode the modality "${modality}".`, { modality }),
  )
}
