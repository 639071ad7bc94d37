import type { LocavoreError, Modality } from '@locavore/core'
import type { Alignment } from '@locavore/encoders'

/** Media that have parts: places of a picture, seconds of a sound or a clip. */
export type PartedModality = Exclude<Modality, 'text'>

/** What to look for: words, or an item, such as the one that was liked. */
export type AlignQuery = string | { readonly itemId: string }

export interface AlignTarget {
  /** The item to look into. */
  readonly itemId: string
  /** Only these of its media (default: all). */
  readonly modalities?: readonly PartedModality[]
}

/** Which part of an item's media fits a query. */
export interface ItemAlignment {
  readonly itemId: string
  /** One for each medium whose address the item keeps and the model can tell parts of. */
  readonly media: Readonly<Partial<Record<PartedModality, Alignment>>>
  /** Media that could not be looked into, each with its reason. */
  readonly failed: readonly { readonly modality: PartedModality; readonly error: LocavoreError }[]
}

export interface ReencodeResult {
  /** Items that have embeddings of the present model again. */
  readonly reencoded: number
  /**
   * What could not be encoded again, medium by medium: what only the page held when it was added (`no-content`), and what
   * cannot be read any more. An item all of whose media are here goes on waiting; add it again, or remove it.
   */
  readonly left: readonly { readonly id: string; readonly modality: Modality; readonly error: LocavoreError }[]
}
