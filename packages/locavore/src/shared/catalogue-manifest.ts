import type { EmbeddingSpace, Modality } from '@locavore/core'

/**
 * The precomputed catalogue a site serves as static files: `manifest.json` beside the files it names. A first, small form
 * of the catalogue pack: one items file and one vector file per modality, each verified before use.
 */
export interface CatalogueManifest {
  readonly format: 'locavore-catalogue@1'
  /** Changes whenever any file changes; a device swaps its catalogue when it differs from its own. */
  readonly revision: string
  readonly space: EmbeddingSpace
  readonly itemCount: number
  readonly licence: string
  /** JSON Lines, one `Item` a line, UTF-8. `image`, `audio` and `clip` addresses are relative to the manifest. */
  readonly items: CatalogueFile
  /**
   * int8 rows in the order of the items: `itemCount * dimensions` codes, padding to 4 bytes, then `itemCount` float32
   * scales, little endian. A scale of 0 marks an item without this modality.
   */
  readonly vectors: readonly (CatalogueFile & { readonly modality: Modality })[]
}

export interface CatalogueFile {
  readonly path: string
  readonly bytes: number
  readonly sha256: string
}
