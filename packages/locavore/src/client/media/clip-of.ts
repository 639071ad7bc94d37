import { LocavoreError } from '@locavore/core'
import type { ClipSource } from '@locavore/encoders'
import type { EngineClient } from '../engine-client.js'
import { requireString } from '../validate.js'

/** The clip itself, or the one an item keeps. @throws LocavoreError `unknown-item`, `unsupported-media` */
export async function clipOf(
  clip: ClipSource | { readonly itemId: string },
  engine: EngineClient,
  limits: { readonly signal?: AbortSignal },
): Promise<ClipSource> {
  if (typeof clip === 'string' || clip instanceof URL || clip instanceof Blob) return clip
  const itemId = requireString(clip?.itemId, 'keyFrames: itemId')
  const { items } = await engine.call('getItems', { itemIds: [itemId] }, limits)
  const address = items[0]?.clip
  if (address !== undefined) return address
  throw new LocavoreError('unsupported-media', 'keyFrames: this item keeps no clip. Give the clip itself.')
}
