import { IdLedger, readShared, type SharedTable } from '@locavore/catalogue'
import { type Embeddings, type Item, type Learnt, LocavoreError, type Modality } from '@locavore/core'
import type { PackGround } from '../pack-ground.js'
import { joinLearnt, type LearntShard } from './learnt-tables.js'
import { type FileBytes, readShardContent, type ShardVectors } from './shard-content.js'

/** An item of the pack with the embeddings it has: views of the files. */
export interface PackedItem {
  readonly item: Item
  readonly embeddings: Embeddings
}

/** What one more shard changes. */
export interface ShardChange {
  readonly removed: readonly string[]
  readonly put: readonly PackedItem[]
}

/**
 * Begins to bring the vectors of shards that are not in memory, shard by shard and one medium after the other; each table is
 * good until the next is asked for.
 */
export type VectorSource = () => (shard: number) => AsyncIterable<ShardVectors>

type MutableEmbeddings = { -readonly [M in Modality]?: NonNullable<Embeddings[M]> }

/** The shards of a pack, joined one by one in their order, each checked against what the manifest claims of it. */
export class PackAssembly {
  readonly ground: PackGround
  /** The latest row of each item that is there, in the order in which ids first came. */
  readonly #rows = new Map<string, number>()
  /** `[rows]`: items of rows that are the latest. */
  readonly #items: (Item | undefined)[] = []
  readonly #rowIds: string[] = []
  /** By shard; undefined if they are not in memory. */
  readonly #vectors: (readonly ShardVectors[] | undefined)[] = []
  readonly #firstRows: number[] = []
  #source: VectorSource | undefined
  /** Made for the first shard that is not known. */
  #ledger: IdLedger | undefined
  readonly #learntShards: LearntShard[] = []
  #shared: SharedTable | undefined
  #learnt: { readonly shards: number; readonly learnt: Learnt | undefined } | undefined

  constructor(ground: PackGround) {
    this.ground = ground
  }

  /** Shards that are here. */
  get shards(): number {
    return this.#firstRows.length
  }

  get complete(): boolean {
    return this.shards === this.ground.manifest.shards.length
  }

  has(id: string): boolean {
    return this.#rows.has(id)
  }

  /** Items as of the shards that are here, in the order in which their ids first came, each with its row. */
  forEachItem(visit: (item: Item, row: number) => void): void {
    for (const row of this.#rows.values()) visit(this.#items[row] as Item, row)
  }

  /** Rows of all shards that are here, replaced and removed ones too. */
  get rowCount(): number {
    return this.#rowIds.length
  }

  /** The vectors of all shards in their order, from memory or from where they are kept; each is good until `visit` returns. */
  async forEachTable(visit: (vectors: ShardVectors, firstRow: number) => void): Promise<void> {
    const read = this.#source?.()
    for (const [shard, firstRow] of this.#firstRows.entries()) {
      const tables = this.#vectors[shard] ?? read?.(shard) ?? []
      for await (const vectors of tables) visit(vectors, firstRow)
    }
  }

  /** What belongs to no shard: read before the first. @throws `catalogue-invalid` */
  addShared(bytesOf: FileBytes): void {
    const { manifest, files } = this.ground
    const entry = files.find(({ role }) => role === 'shared')
    if (entry === undefined) return
    const { spaces, learnt } = manifest
    this.#shared = readShared(bytesOf(entry), {
      file: entry.file.path,
      spaces,
      factorDimensions: learnt?.factorDimensions,
    })
  }

  /** Takes the next shard in. @throws `catalogue-invalid`, `space-mismatch`; then the pack is of no use */
  add(bytesOf: FileBytes): ShardChange {
    const content = readShardContent(this.ground, this.shards, bytesOf, 'new')
    this.#ledger ??= new IdLedger(this.#rows.keys())
    this.#ledger.apply(content.shard, content.items, content.removals)
    const put = this.#join(content, content.vectors)
    const embedded = put.map((item, row) => ({ item, embeddings: embeddingsAt(content.vectors, row) }))
    return { removed: content.removals, put: embedded }
  }

  /**
   * Takes the next shard in as it was taken before, but for its vectors, which stay where they are.
   * @throws `catalogue-invalid` if it cannot be read
   */
  addKnown(bytesOf: FileBytes, vectors: VectorSource): void {
    this.#join(readShardContent(this.ground, this.shards, bytesOf, 'known'), undefined)
    this.#ledger = undefined
    this.#source = vectors
  }

  /** Lets go of embeddings and tables that others have copied: the pack can no longer be served anew from here. */
  release(): void {
    void this.learnt
    this.#vectors.fill(undefined)
    this.#learntShards.length = 0
  }

  /** What was learnt about the items that are here. */
  get learnt(): Learnt | undefined {
    if (this.#learnt?.shards !== this.shards) this.#learnt = { shards: this.shards, learnt: this.#joinLearnt() }
    return this.#learnt.learnt
  }

  #join(content: ReturnType<typeof readShardContent>, vectors: readonly ShardVectors[] | undefined): readonly Item[] {
    const { shard, removals, popularity, factors, weights, transitions } = content
    if (factors?.values instanceof Int8Array && this.#shared?.factorScales === undefined) throw withoutScales()
    for (const id of removals) {
      this.#forgetItem(id)
      this.#rows.delete(id)
    }
    const items = popularity === undefined ? content.items : content.items.map(withLikes(popularity))
    const firstRow = this.#rowIds.length
    for (const item of items) {
      if (shard.replaced > 0) this.#forgetItem(item.id)
      this.#rows.set(item.id, this.#rowIds.length)
      this.#items.push(item)
      this.#rowIds.push(item.id)
    }
    if (factors !== undefined || weights !== undefined || transitions !== undefined) {
      this.#learntShards.push({ firstRow, factors, weights, transitions })
    }
    this.#firstRows.push(firstRow)
    this.#vectors.push(vectors)
    return items
  }

  #forgetItem(id: string): void {
    const before = this.#rows.get(id)
    if (before !== undefined) this.#items[before] = undefined
  }

  #joinLearnt(): Learnt | undefined {
    const { learnt } = this.ground.manifest
    if (this.#learntShards.length === 0) return undefined
    return joinLearnt({
      rowIds: this.#rowIds,
      live: (id) => this.#rows.has(id),
      shards: this.#learntShards,
      shared: this.#shared,
      factorDimensions: learnt?.factorDimensions,
      constants: learnt?.constants,
      space: this.ground.space,
      whole: this.complete && this.#rowIds.length === this.#rows.size,
    })
  }
}

function withLikes(popularity: Uint32Array): (item: Item, row: number) => Item {
  return (item, row) => {
    const likes = popularity[row]
    return likes === undefined ? item : { ...item, popularity: likes }
  }
}

function embeddingsAt(vectors: readonly ShardVectors[], row: number): Embeddings {
  const embeddings: MutableEmbeddings = {}
  for (const { modality, rows } of vectors) {
    const scale = rows.scales[row] ?? 0
    const { dimensions } = rows
    if (scale > 0)
      embeddings[modality] = { codes: rows.codes.subarray(row * dimensions, (row + 1) * dimensions), scale }
  }
  return embeddings
}

function withoutScales(): LocavoreError {
  return new LocavoreError(
    'catalogue-invalid',
    'The catalogue pack cannot be used: its factors are int8 codes without factor_scales in learnt.shared.',
  )
}
