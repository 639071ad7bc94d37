import type { EmbeddingChunk, EmbeddingEntry } from '../store.js'

/** Packs entries of one space and modality, at least one, into a single chunk. */
export function packEntries(entries: readonly EmbeddingEntry[]): EmbeddingChunk {
  const [first] = entries
  if (first === undefined) throw new RangeError('There is nothing to pack.')
  const dimensions = first.codes.length
  const codes = new Int8Array(entries.length * dimensions)
  for (const [row, entry] of entries.entries()) codes.set(entry.codes, row * dimensions)
  return {
    spaceId: first.spaceId,
    modality: first.modality,
    dimensions,
    ids: entries.map((entry) => entry.itemId),
    codes,
    scales: Float32Array.from(entries, (entry) => entry.scale),
  }
}
