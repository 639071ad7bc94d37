import type { Item, LocavoreError, Modality } from '@locavore/core'
import type { ClipSource, EncodeProgress, PictureSource, SoundSource } from '@locavore/encoders'
import type { ReencodeResult } from '../media/types.js'
import type { CallOptions } from './call-options.js'

/**
 * An item as a site adds it: media in any form a page has, or embeddings it already owns. Every medium that the model knows
 * is encoded; others are kept and not compared. Media given as an address are kept as that address. Of media given as data
 * (a file, a canvas, a `blob:` address) this much is kept for after a reload: a picture as a small one of at most 640 pixels
 * a side; the file of a sound or clip if it has at most 150 kB; of a longer clip one picture, as the item's `image` unless it
 * has one; of a longer sound, and of samples, nothing but the embedding.
 */
export interface ItemInput extends Omit<Item, 'image' | 'audio' | 'clip'> {
  readonly image?: PictureSource
  readonly audio?: SoundSource
  readonly clip?: ClipSource
  readonly embeddings?: Readonly<Partial<Record<Modality, ArrayLike<number>>>>
  /** Space of `embeddings`; needed when no encoder is given (default: the space of the encoder, `space`, or the catalogue). */
  readonly spaceId?: string
}

export type AddProgress = EncodeProgress | { readonly phase: 'store'; readonly done: number; readonly total: number }

export interface AddItemsResult {
  readonly added: number
  /** Items that were left out, each with its reason. Nothing of them is stored. */
  readonly refused: readonly { readonly id: string; readonly error: LocavoreError }[]
}

/** Putting items in, taking them out, looking them up. */
export interface ItemMethods {
  addItems(
    items: readonly ItemInput[],
    options?: CallOptions & { readonly onProgress?: (progress: AddProgress) => void },
  ): Promise<AddItemsResult>
  /**
   * Removes items that were added on this device, and says how many. Ids of the site's catalogue are left as they are and
   * not counted: what a person does not want to see of it is hidden, with `record({ type: 'hide', itemId })`.
   */
  removeItems(itemIds: readonly string[], options?: CallOptions): Promise<number>
  /** Items in the order asked for. @throws `unknown-item` */
  getItems(itemIds: readonly string[], options?: CallOptions): Promise<readonly Item[]>
  /**
   * Encodes again the items of this device that only another model has encoded (`status().waiting`): from their words, and
   * from pictures, sounds and clips whose address is of this origin or kept with the item. The same begins by itself, once a
   * page, when the model has been loaded by `warmUp` or `addItems`.
   */
  reencode(
    options?: CallOptions & { readonly onProgress?: (progress: EncodeProgress) => void },
  ): Promise<ReencodeResult>
}
