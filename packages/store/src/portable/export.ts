import type { Interaction, Item } from '@locavore/core'
import { encodeBase64 } from '../shared/base64.js'
import type { EmbeddingEntry, ExportedData } from '../store.js'

export const EXPORT_FORMAT = 'locavore-export@1'

/** Puts what a store read into the form of an export file. Device items only; `exportedAt` is the device's clock. */
export function buildExport(
  interactions: readonly Interaction[],
  items: readonly Item[],
  embeddings: readonly EmbeddingEntry[],
): ExportedData {
  return {
    format: EXPORT_FORMAT,
    exportedAt: Date.now(),
    interactions,
    items: [...items].sort((a, b) => compare(a.id, b.id)),
    embeddings: embeddings
      .map(({ itemId, spaceId, modality, scale, codes }) => ({
        itemId,
        spaceId,
        modality,
        scale,
        codes: encodeBase64(codes),
      }))
      .sort((a, b) => compare(a.itemId, b.itemId) || compare(a.spaceId, b.spaceId) || compare(a.modality, b.modality)),
  }
}

// By code unit, not by locale: the same data gives the same file on every device.
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
