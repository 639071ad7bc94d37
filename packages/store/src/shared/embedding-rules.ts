import { LocavoreError, MODALITIES, type Modality } from '@locavore/core'
import type { EmbeddingChunk, EmbeddingEntry } from '../store.js'
import { LIMITS } from './limits.js'
import { oneOf, Place, text } from './record-schema.js'

export const parseModality = oneOf<Modality>(MODALITIES)
const parseId = text(LIMITS.id, 1)

/** What makes two embeddings the same one. JSON keeps ids apart whatever characters they hold. */
export function embeddingKey(entry: Pick<EmbeddingEntry, 'itemId' | 'spaceId' | 'modality'>): string {
  return JSON.stringify([entry.itemId, entry.spaceId, entry.modality])
}

/** @throws `invalid-argument`, `invalid-vector`, `duplicate-item`, `space-mismatch` (two dimensions for one space) */
export function checkEntries(entries: readonly EmbeddingEntry[]): void {
  const place = new Place('invalid-argument', 'embeddings')
  if (!Array.isArray(entries)) place.refuse('must be an array')
  const dimensions = new Map<string, number>()
  const seen = new Set<string>()
  for (const [index, entry] of entries.entries()) {
    checkNames(entry, place.at(index))
    parseId(entry.itemId, place.at(index).at('itemId'))
    checkVector(entry, index)
    requireDimensions(dimensions, entry.spaceId, entry.codes.length)
    const key = embeddingKey(entry)
    if (seen.has(key)) {
      throw new LocavoreError(
        'duplicate-item',
        `embeddings[${index}] names the item, space and modality of one before it. Give each once; nothing was changed.`,
        { index },
      )
    }
    seen.add(key)
  }
}

function checkNames(named: { readonly spaceId: string; readonly modality: Modality }, place: Place): void {
  parseId(named.spaceId, place.at('spaceId'))
  parseModality(named.modality, place.at('modality'))
}

function checkVector(entry: EmbeddingEntry, index: number): void {
  const { codes, scale } = entry
  const length = codes instanceof Int8Array ? codes.length : 0
  if (length >= 1 && length <= LIMITS.dimensions && isPositiveFloat32(scale)) return
  throw new LocavoreError(
    'invalid-vector',
    `embeddings[${index}] must have 1 to ${LIMITS.dimensions} int8 codes and a positive scale. Leave items without a vector out.`,
    { index },
  )
}

// Scales are stored as float32, where a tiny number becomes 0 and a huge one infinite.
function isPositiveFloat32(scale: number): boolean {
  const stored = Math.fround(scale)
  return stored > 0 && Number.isFinite(stored)
}

/** Registers the dimensions of a space, or refuses others than it has. */
export function requireDimensions(known: Map<string, number>, spaceId: string, dimensions: number): void {
  const before = known.get(spaceId)
  if (before === undefined) known.set(spaceId, dimensions)
  else if (before !== dimensions) {
    throw new LocavoreError(
      'space-mismatch',
      `An embedding of ${dimensions} dimensions was given for a space of ${before}. Vectors of another model need another space id.`,
      { given: dimensions, known: before },
    )
  }
}

/** A row without an id is free, a row with scale 0 has no vector. */
function isUsedRow(chunk: Pick<EmbeddingChunk, 'ids' | 'scales'>, row: number): boolean {
  return chunk.ids[row] !== '' && chunk.scales[row] !== 0
}

/** The used rows of a chunk, one by one. The codes are copies. */
export function unpackChunk(chunk: EmbeddingChunk): EmbeddingEntry[] {
  const { spaceId, modality, dimensions, ids, codes, scales } = chunk
  const entries: EmbeddingEntry[] = []
  for (const [row, itemId] of ids.entries()) {
    if (!isUsedRow(chunk, row)) continue
    const own = codes.slice(row * dimensions, (row + 1) * dimensions)
    entries.push({ itemId, spaceId, modality, codes: own, scale: scales[row] as number })
  }
  return entries
}

export function unknownItemError(): LocavoreError {
  return new LocavoreError(
    'unknown-item',
    'An embedding names an item that is not stored. Put the item in the same call; nothing was changed.',
  )
}
