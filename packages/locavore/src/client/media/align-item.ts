import { LocavoreError, type Modality, toLocavoreError } from '@locavore/core'
import type { Alignment, Content, EncodeOptions, Encoder } from '@locavore/encoders'
import type { AlignmentGround } from '../../shared/protocol.js'
import type { EngineClient } from '../engine-client.js'
import { contentOf } from '../input/content-of.js'
import { describe, refuseUnknownOptions, requireString } from '../validate.js'
import type { AlignQuery, AlignTarget, ItemAlignment, PartedModality } from './types.js'

const PARTED: readonly Modality[] = ['image', 'audio', 'clip'] satisfies readonly PartedModality[]
/** Longer texts are no queries; the encoder would cut them anyway. */
const MOST_CHARACTERS = 2000

type PartedContent = Extract<Content, { readonly modality: PartedModality }>

/** Looks into every medium of an item that has parts. A medium that cannot be read fails alone, unless all do. */
export async function alignItem(
  query: AlignQuery,
  target: AlignTarget,
  options: EncodeOptions,
  { engine, encoder }: { readonly engine: EngineClient; readonly encoder: Encoder | undefined },
): Promise<ItemAlignment> {
  const asked = checkQuery(query)
  refuseUnknownOptions(target, ['itemId', 'modalities'], 'align, target')
  const itemId = requireString(target?.itemId, 'align: itemId')
  if (encoder === undefined) {
    throw new LocavoreError('encoder-unavailable', 'align: give createRecommender an "encoder" first.')
  }
  const request = typeof asked === 'string' ? { itemId } : { itemId, queryItemId: asked.itemId }
  const limits = options.signal === undefined ? {} : { signal: options.signal }
  const ground = await engine.call('alignment', request, limits)
  const media: Partial<Record<PartedModality, Alignment>> = {}
  const failed: { modality: PartedModality; error: LocavoreError }[] = []
  for (const content of partedContent(ground, target, encoder)) {
    const { modality } = content
    try {
      media[modality] = await encoder.align(queryFor(modality, asked, ground), content, options)
    } catch (thrown) {
      const error = toLocavoreError(thrown)
      if (error.code === 'aborted' || error.code === 'closed') throw error
      failed.push({ modality, error })
    }
  }
  if (Object.keys(media).length === 0 && failed[0] !== undefined) throw failed[0].error
  return { itemId, media, failed }
}

function checkQuery(query: AlignQuery): string | { readonly itemId: string } {
  if (typeof query === 'string') {
    if (query.trim() !== '') return query.slice(0, MOST_CHARACTERS)
  } else if (typeof query === 'object' && query !== null) {
    refuseUnknownOptions(query, ['itemId'], 'align, query')
    return { itemId: requireString(query.itemId, 'align: itemId of the query') }
  }
  throw new LocavoreError('invalid-argument', `align: the query is ${describe(query)}; give words or { itemId }.`)
}

function queryFor(
  modality: PartedModality,
  asked: string | { readonly itemId: string },
  { queries }: AlignmentGround,
): string | Float32Array {
  if (typeof asked === 'string') return asked
  const vector = queries[modality]
  if (vector !== undefined) return vector
  throw new LocavoreError('internal', `The engine gave no query for the medium ${modality}.`)
}

function partedContent({ item }: AlignmentGround, { modalities }: AlignTarget, encoder: Encoder): PartedContent[] {
  const wanted = (modality: Modality) =>
    PARTED.includes(modality) &&
    encoder.space.modalities.includes(modality) &&
    (modalities === undefined || modalities.some((one) => one === modality))
  const contents = contentOf(item).filter((content): content is PartedContent => wanted(content.modality))
  if (contents.length > 0) return contents
  throw new LocavoreError(
    'unsupported-media',
    'align: this item keeps no picture, sound or clip that can be looked into with this model. Ask for an item with the address of one.',
  )
}
