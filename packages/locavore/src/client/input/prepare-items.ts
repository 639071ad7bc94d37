import { type Item, LocavoreError, type Modality, toLocavoreError } from '@locavore/core'
import type { Content, Encoder } from '@locavore/encoders'
import type { PreparedEmbedding, PreparedItem } from '../../shared/protocol.js'
import type { AddItemsResult, AddProgress, ItemInput } from '../contract/items.js'
import { refuseUnknownOptions, requireString, throwIfAborted } from '../validate.js'
import { contentOf } from './content-of.js'
import { lastingMedia } from './lasting-media.js'

const FIELDS = [
  'id',
  'title',
  'text',
  'image',
  'audio',
  'clip',
  'attributes',
  'popularity',
  'likesByPeriod',
  'relations',
  'addedAt',
  'embeddings',
  'spaceId',
] as const satisfies readonly (keyof ItemInput)[]

export interface PrepareOptions {
  readonly encoder: Encoder | undefined
  readonly spaceId: string | undefined
  readonly signal?: AbortSignal
  readonly onProgress?: (progress: AddProgress) => void
}

export interface PreparedItems {
  readonly items: readonly PreparedItem[]
  readonly refused: AddItemsResult['refused']
}

/** One item on its way: what it has, and what is still to be encoded. */
interface Draft {
  readonly input: ItemInput
  readonly embeddings: PreparedEmbedding[]
  readonly wanted: readonly Content[]
  error?: LocavoreError
}

/** Encodes what has no embedding yet. A bad item is refused alone; the rest stands. */
export async function prepareItems(inputs: readonly ItemInput[], options: PrepareOptions): Promise<PreparedItems> {
  const seen = new Set<string>()
  const drafts = inputs.map((input) => draftOf(input, seen, options))
  await encodeDrafts(drafts, options)
  const items: PreparedItem[] = []
  const refused: { id: string; error: LocavoreError }[] = []
  for (const draft of drafts) {
    throwIfAborted(options.signal, 'addItems')
    try {
      if (draft.error !== undefined) throw draft.error
      items.push({ item: await storedForm(draft.input), embeddings: draft.embeddings })
    } catch (error) {
      refused.push({ id: String(draft.input?.id ?? ''), error: toLocavoreError(error) })
    }
  }
  return { items, refused }
}

function draftOf(input: ItemInput, seen: Set<string>, options: PrepareOptions): Draft {
  const embeddings: PreparedEmbedding[] = []
  try {
    refuseUnknownOptions(input, FIELDS, 'addItems, item')
    const id = requireString(input.id, 'addItems: id')
    if (seen.has(id))
      throw new LocavoreError('duplicate-item', `addItems: "${id}" is in the list twice.`, { itemId: id })
    seen.add(id)
    embeddings.push(...readyEmbeddings(input, options.spaceId))
    const missing = contentOf(input).filter((content) => !embeddings.some((one) => one.modality === content.modality))
    // What the model does not know is kept and shown, but not compared.
    const wanted = missing.filter(({ modality }) => options.encoder?.space.modalities.includes(modality))
    if (wanted.length === 0 && embeddings.length === 0) throw nothingToEncode(id, missing, options.encoder)
    return { input, embeddings, wanted }
  } catch (error) {
    return { input, embeddings, wanted: [], error: toLocavoreError(error) }
  }
}

function nothingToEncode(id: string, contents: readonly Content[], encoder: Encoder | undefined): LocavoreError {
  if (contents.length === 0) {
    return new LocavoreError(
      'invalid-argument',
      `addItems: "${id}" has no title, text, image, audio, clip or embeddings.`,
    )
  }
  if (encoder === undefined) {
    return new LocavoreError(
      'encoder-unavailable',
      `addItems: "${id}" has no embeddings and there is no encoder. Give createRecommender an "encoder", or the item "embeddings".`,
    )
  }
  return new LocavoreError(
    'unsupported-media',
    `addItems: this model encodes ${encoder.space.modalities.join(', ')}, and "${id}" has none of them. Give it a text, or "embeddings".`,
  )
}

function readyEmbeddings(input: ItemInput, defaultSpaceId: string | undefined): PreparedEmbedding[] {
  const given = Object.entries(input.embeddings ?? {}) as [Modality, ArrayLike<number> | undefined][]
  const spaceId = input.spaceId ?? defaultSpaceId
  const embeddings: PreparedEmbedding[] = []
  for (const [modality, vector] of given) {
    if (vector === undefined) continue
    if (spaceId === undefined) {
      throw new LocavoreError(
        'space-mismatch',
        `addItems: nothing says which space the embeddings of "${input.id}" belong to. Give createRecommender a "space".`,
      )
    }
    embeddings.push({ modality, spaceId, vector: copyVector(vector, input.id) })
  }
  return embeddings
}

function copyVector(vector: ArrayLike<number>, id: string): Float32Array {
  // The engine checks the numbers; here only that there are some, before a hostile length is allocated.
  const length: unknown = typeof vector === 'object' && vector !== null ? vector.length : undefined
  if (typeof length === 'number' && Number.isInteger(length) && length > 0 && length <= 65_536) {
    return Float32Array.from(vector)
  }
  throw new LocavoreError('invalid-vector', `addItems: an embedding of "${id}" is not a list of numbers.`)
}

async function encodeDrafts(drafts: readonly Draft[], options: PrepareOptions): Promise<void> {
  const jobs = drafts.flatMap((draft) => draft.wanted.map((content) => ({ draft, content })))
  const { encoder } = options
  if (encoder === undefined || jobs.length === 0) return
  const results = await encoder.encode(
    jobs.map((job) => job.content),
    {
      ...(options.signal === undefined ? {} : { signal: options.signal }),
      ...(options.onProgress === undefined ? {} : { onProgress: options.onProgress }),
    },
  )
  for (const [index, { draft }] of jobs.entries()) {
    const result = results[index]
    if (result?.ok === true) draft.embeddings.push(ownBuffer(result.embedding))
    else draft.error ??= result?.error ?? new LocavoreError('internal', 'The encoder gave no answer for an item.')
  }
}

/** A view of a batch would drag the whole batch over to the worker. */
function ownBuffer(embedding: PreparedEmbedding): PreparedEmbedding {
  return { ...embedding, vector: embedding.vector.slice() }
}

async function storedForm(input: ItemInput): Promise<Item> {
  const { embeddings: _embeddings, spaceId: _spaceId, image: _image, audio: _audio, clip: _clip, ...facts } = input
  return { ...facts, ...(await lastingMedia(input)) }
}
