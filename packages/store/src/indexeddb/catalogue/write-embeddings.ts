import { isUsedRow } from '../../shared/embedding-rules.js'
import { groupBy } from '../../shared/group-by.js'
import type { EmbeddingChunk } from '../../store.js'
import type { WriteTransaction } from '../connection/transaction.js'
import { ROWS_PER_CHUNK, sealChunk } from '../embeddings/chunk-draft.js'
import type { DirectoryDraft } from '../embeddings/embedding-directory.js'
import type { EmbeddingPlace } from '../schema.js'

/** Where the embeddings of each item went, by the item's position: numbers, not objects, for there may be a million. */
export type PlacesOf = (position: number) => readonly EmbeddingPlace[]

interface GroupRows {
  readonly group: number
  /** `[items]`: row in the whole group, or -1. */
  readonly rows: Int32Array
}

/**
 * Writes the embeddings of a new catalogue densely into records of our own length, whatever length the chunks came in.
 * @param positionOf of each item that is to have its embeddings, by id
 */
export async function writeEmbeddings(
  transaction: WriteTransaction,
  directory: DirectoryDraft,
  chunks: readonly EmbeddingChunk[],
  positionOf: ReadonlyMap<string, number>,
): Promise<PlacesOf> {
  const written: GroupRows[] = []
  const groups = groupBy(chunks, ({ spaceId, modality }) => JSON.stringify([spaceId, modality]))
  for (const same of groups.values()) written.push(await writeGroup(transaction, directory, same, positionOf))
  return (position) =>
    written.flatMap(({ group, rows }) => {
      const row = rows[position] ?? -1
      return row < 0 ? [] : [{ group, chunk: Math.floor(row / ROWS_PER_CHUNK), row: row % ROWS_PER_CHUNK }]
    })
}

async function writeGroup(
  transaction: WriteTransaction,
  directory: DirectoryDraft,
  chunks: readonly EmbeddingChunk[],
  positionOf: ReadonlyMap<string, number>,
): Promise<GroupRows> {
  const [first] = chunks
  const rows = new Int32Array(positionOf.size).fill(-1)
  if (first === undefined) return { group: 0, rows }
  const group = directory.group('catalogue', first.spaceId, first.modality, first.dimensions)
  const buffer = new ChunkBuffer(group.dimensions)
  const seal = () => {
    if (buffer.count === 0) return undefined
    transaction.put('chunks', sealChunk(group.id, group.used.length, buffer.content()))
    group.used.push(buffer.count)
    buffer.clear()
    return transaction.settled()
  }
  for (const chunk of chunks) {
    for (let row = 0; row < chunk.ids.length; row += 1) {
      const position = positionOf.get(chunk.ids[row] as string)
      if (position === undefined || !isUsedRow(chunk, row)) continue
      rows[position] = group.used.length * ROWS_PER_CHUNK + buffer.count
      buffer.add(chunk, row)
      if (buffer.count === ROWS_PER_CHUNK) await seal()
    }
  }
  await seal()
  return { group: group.id, rows }
}

/** One record being filled. It is used again for the next: the database copies what it is given. */
class ChunkBuffer {
  readonly #dimensions: number
  readonly #codes: Int8Array
  readonly #scales = new Float32Array(ROWS_PER_CHUNK)
  readonly #ids: string[] = []

  constructor(dimensions: number) {
    this.#dimensions = dimensions
    this.#codes = new Int8Array(ROWS_PER_CHUNK * dimensions)
  }

  get count(): number {
    return this.#ids.length
  }

  add({ ids, codes, scales }: EmbeddingChunk, row: number): void {
    const at = this.#ids.length
    this.#codes.set(codes.subarray(row * this.#dimensions, (row + 1) * this.#dimensions), at * this.#dimensions)
    this.#scales[at] = scales[row] as number
    this.#ids.push(ids[row] as string)
  }

  /** Only a record that is not full is copied: it must not carry the rest of the room along. */
  content() {
    const { count } = this
    const full = count === ROWS_PER_CHUNK
    return {
      dimensions: this.#dimensions,
      ids: [...this.#ids],
      codes: full ? this.#codes : this.#codes.slice(0, count * this.#dimensions),
      scales: full ? this.#scales : this.#scales.slice(0, count),
    }
  }

  clear(): void {
    this.#ids.length = 0
  }
}
