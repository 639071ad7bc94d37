import { LocavoreError } from '@locavore/core'
import { Checksum } from '../../shared/checksum.js'
import type { EmbeddingChunk, EmbeddingEntry } from '../../store.js'
import type { ChunkRow, EmbeddingGroup } from '../schema.js'

/**
 * Rows of one record. Chunks of 1,024 were read 3.6 times and written 6.5 times as fast as one record per embedding, and
 * a single change still rewrites only a few hundred kilobytes.
 */
export const ROWS_PER_CHUNK = 1024

type ChunkContent = Pick<ChunkRow, 'dimensions' | 'ids' | 'codes' | 'scales'>

/** One chunk being changed: rows keep their places, freed ones are blanked and used again first. */
export class ChunkDraft {
  readonly #dimensions: number
  readonly #ids: string[]
  readonly #codes: Int8Array
  readonly #scales: Float32Array
  #used = 0
  #nextFree = 0

  constructor(dimensions: number, existing?: ChunkContent) {
    this.#dimensions = dimensions
    this.#ids = existing === undefined ? [] : [...existing.ids]
    this.#codes = new Int8Array(ROWS_PER_CHUNK * dimensions)
    this.#scales = new Float32Array(ROWS_PER_CHUNK)
    if (existing === undefined) return
    this.#codes.set(existing.codes)
    this.#scales.set(existing.scales)
    for (const id of existing.ids) if (id !== '') this.#used++
  }

  get used(): number {
    return this.#used
  }

  idOf(row: number): string | undefined {
    return this.#ids[row]
  }

  /** Blanks the row, so that nothing of a removed item stays in the record. */
  free(row: number): void {
    this.#ids[row] = ''
    this.#scales[row] = 0
    this.#codes.fill(0, row * this.#dimensions, (row + 1) * this.#dimensions)
    this.#used--
    this.#nextFree = Math.min(this.#nextFree, row)
  }

  overwrite(row: number, entry: Pick<EmbeddingEntry, 'codes' | 'scale'>): void {
    this.#codes.set(entry.codes, row * this.#dimensions)
    this.#scales[row] = entry.scale
  }

  /** Gives the row, or `undefined` if the chunk is full. */
  add(itemId: string, entry: Pick<EmbeddingEntry, 'codes' | 'scale'>): number | undefined {
    if (this.#used === ROWS_PER_CHUNK) return undefined
    while (this.#nextFree < this.#ids.length && this.#ids[this.#nextFree] !== '') this.#nextFree++
    const row = this.#nextFree
    this.#ids[row] = itemId
    this.#used++
    this.overwrite(row, entry)
    return row
  }

  /** Exact copies up to the last used row. */
  content(): ChunkContent {
    let rows = this.#ids.length
    while (rows > 0 && this.#ids[rows - 1] === '') rows--
    return {
      dimensions: this.#dimensions,
      ids: this.#ids.slice(0, rows),
      codes: this.#codes.slice(0, rows * this.#dimensions),
      scales: this.#scales.slice(0, rows),
    }
  }
}

/** Puts a checksum on the content. @throws `internal` if an array is a view of a larger buffer, which would be stored whole */
export function sealChunk(group: number, chunk: number, content: ChunkContent): ChunkRow {
  for (const array of [content.codes, content.scales]) {
    if (array.byteLength === array.buffer.byteLength) continue
    throw new LocavoreError(
      'internal',
      'A chunk must own its buffers; this is a mistake inside Locavore: please report it.',
      {
        view: array.byteLength,
        buffer: array.buffer.byteLength,
      },
    )
  }
  return { group, chunk, layout: 1, ...content, checksum: checksumOf(content) }
}

/** @throws `storage-corrupt` if the record is not what was stored, or not of this group */
export function openChunk(row: ChunkRow | undefined, group: EmbeddingGroup, chunk: number): ChunkRow {
  if (row !== undefined && isWhole(row, group, chunk)) return row
  throw new LocavoreError(
    'storage-corrupt',
    `Stored embeddings are damaged (group ${group.id}, chunk ${chunk}). Erase, import an earlier export if there is one, and add the items again.`,
    { group: group.id, chunk },
  )
}

function isWhole(row: ChunkRow, group: EmbeddingGroup, chunk: number): boolean {
  const { layout, dimensions, ids, codes, scales } = row
  return (
    layout === 1 &&
    dimensions === group.dimensions &&
    Array.isArray(ids) &&
    codes instanceof Int8Array &&
    codes.length === ids.length * dimensions &&
    scales instanceof Float32Array &&
    scales.length === ids.length &&
    ids.reduce((used, id) => (id === '' ? used : used + 1), 0) === group.used[chunk] &&
    row.checksum === checksumOf(row)
  )
}

function checksumOf({ dimensions, ids, codes, scales }: ChunkContent): number {
  return new Checksum().addNumber(dimensions).addText(JSON.stringify(ids)).addBytes(codes).addBytes(scales).value
}

/** The public form of a stored chunk. */
export function toEmbeddingChunk(row: ChunkRow, group: EmbeddingGroup): EmbeddingChunk {
  const { dimensions, ids, codes, scales } = row
  return { spaceId: group.spaceId, modality: group.modality, dimensions, ids, codes, scales }
}
