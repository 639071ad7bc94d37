import type { ErrorRecord, Item, Modality } from '@locavore/core'
import type { Method, PreparedEmbedding } from './common.js'

/** Putting items in, taking them out, looking them up. */
export type ItemService = {
  readonly putItems: Method<{ readonly items: readonly PreparedItem[] }, PutItemsResult>
  readonly removeItems: Method<{ readonly itemIds: readonly string[] }, { readonly removed: number }>
  readonly getItems: Method<{ readonly itemIds: readonly string[] }, { readonly items: readonly Item[] }>
  /** Items whose embeddings another model made, by id, from the one behind `after` on. */
  readonly listWaiting: Method<
    { readonly after?: string; readonly limit: number },
    { readonly items: readonly WaitingItem[] }
  >
  /** Keeps embeddings of the present model beside the old ones. Items that are gone are passed over. */
  readonly putEmbeddings: Method<{ readonly items: readonly NewEmbeddings[] }, { readonly stored: number }>
  /** The embeddings an item has, one per medium. */
  readonly getEmbeddings: Method<{ readonly itemId: string }, { readonly embeddings: readonly PreparedEmbedding[] }>
}

export interface PreparedItem {
  readonly item: Item
  readonly embeddings: readonly PreparedEmbedding[]
}

/** An item of this device whose embeddings are of another space, with the media that had one. */
export interface WaitingItem {
  readonly item: Item
  readonly modalities: readonly Modality[]
}

export interface NewEmbeddings {
  readonly itemId: string
  readonly embeddings: readonly PreparedEmbedding[]
}

export interface PutItemsResult {
  readonly added: number
  readonly refused: readonly { readonly id: string; readonly error: ErrorRecord }[]
}
