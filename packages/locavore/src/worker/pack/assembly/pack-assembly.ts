import { demandChanges, type PackedItems, readShared, type ShardChanges, type SharedTable } from '@locavore/catalogue'
import { ITEM_LIMITS, type Item, type ItemRows, ItemTable, type Learnt, LocavoreError } from '@locavore/core'
import type { PackGround } from '../pack-ground.js'
import type { ItemIndex } from './item-index.js'
import { joinLearnt, type LearntShard } from './learnt-tables.js'
import { type FileBytes, readShardContent, type ShardContent, type ShardVectors } from './shard-content.js'

/** What one more shard changes. */
export interface ShardChange {
  readonly removed: readonly string[]
  /** Each row is put, whether it is new or replaces another. */
  readonly items: ItemRows
  /** The row of the pack that is the first of these. */
  readonly firstRow: number
  readonly vectors: readonly ShardVectors[]
}

/**
 * Begins to bring the vectors of shards that are not in memory, shard by shard and one medium after the other; each table is
 * good until the next is asked for.
 */
export type VectorSource = () => (shard: number) => AsyncIterable<ShardVectors>

/** The shards of a pack, joined one by one in their order, each checked against what the manifest claims of it. */
export class PackAssembly {
  readonly ground: PackGround
  /** In the order in which ids first came. */
  readonly #items = new ItemTable({ reuse: false })
  /** What an index that was kept says of the first shards, until the last of them is here. */
  #index: ItemIndex | undefined
  /** Of the shards that the index will stand for: removals, in case that not all of them come. */
  readonly #indexed: (readonly string[])[] = []
  /** By shard. */
  readonly #shardItems: PackedItems[] = []
  /** By shard; undefined if they are not in memory. */
  readonly #vectors: (readonly ShardVectors[] | undefined)[] = []
  readonly #firstRows: number[] = []
  #source: VectorSource | undefined
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
    return this.#items.indexOf(id) >= 0
  }

  /** The latest row of an item; -1 if it is not there. */
  rowOf(id: string): number {
    return this.#items.rowAt(this.#items.indexOf(id))
  }

  /** @throws `catalogue-invalid` */
  itemOf(id: string): Item | undefined {
    return this.#items.itemAt(this.#items.indexOf(id))
  }

  /** Items as of the shards that are here, in the order in which their ids first came. Not to be changed. */
  get items(): ItemTable {
    return this.#items
  }

  /** `[rows]`: the index in `items` of the item that each row is the latest of; -1 for rows that were replaced or removed. Not to be written to. */
  indexes(): Int32Array {
    const { count, extent, numbers } = this.#items
    // Nothing was replaced or removed: each row is an item, in the same order.
    if (count === extent && count === this.rowCount) return numbers.rowAt
    const indexes = new Int32Array(this.rowCount).fill(-1)
    for (let index = 0; index < extent; index += 1) {
      const row = this.#items.rowAt(index)
      if (row >= 0) indexes[row] = index
    }
    return indexes
  }

  /** Rows of all shards that are here, replaced and removed ones too. */
  get rowCount(): number {
    return (this.#firstRows.at(-1) ?? 0) + (this.#shardItems.at(-1)?.count ?? 0)
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
    const { shard, removals: removed, items, vectors } = content
    const firstRow = this.rowCount
    demandChanges(shard, this.#changesOf(content))
    this.#join(content, vectors)
    return { removed, items, firstRow, vectors }
  }

  /**
   * Takes the next shard in as it was taken before, but for its vectors, which stay where they are.
   * @throws `catalogue-invalid` if it cannot be read
   */
  addKnown(bytesOf: FileBytes, vectors: VectorSource): void {
    const columns = this.#index?.columns[this.shards]
    if (this.shards === 0 && columns === undefined) this.#items.reserve(this.ground.manifest.itemCount)
    const content = readShardContent(this.ground, this.shards, bytesOf, columns ?? 'known')
    this.#source = vectors
    this.#append(content, undefined)
    if (columns === undefined) this.#place(content.items, content.removals)
    else this.#indexed.push(content.removals)
    if (this.shards !== this.#index?.columns.length) return
    this.#items.takeUp(this.#index.table, this.#shardItems)
    this.#index = undefined
    this.#indexed.length = 0
  }

  /** Before the first shard: what reading the first ones has come to, so that those that are known need not be read again. */
  expect(index: ItemIndex): void {
    this.#index = index
  }

  /** No more shards come for now: what an index was to say of those that are here is read after all. */
  settle(): void {
    this.#index = undefined
    this.#indexed.splice(0).forEach((removals, shard) => {
      this.#place(this.#shardItems[shard] as PackedItems, removals)
    })
  }

  /** What reading the items of all shards has come to. */
  get index(): ItemIndex {
    return { columns: this.#shardItems.map(({ columns }) => columns), table: this.#items.numbers }
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

  /** What a shard would do, before anything is done. */
  #changesOf({ removals, items }: ShardContent): ShardChanges {
    const removed = new Set(removals.map((id) => this.#items.indexOf(id)))
    let replaced = 0
    for (let row = 0; row < items.count; row += 1) {
      const index = this.#items.indexOfRow(items, row)
      if (index >= 0 && !removed.has(index)) replaced += 1
    }
    return { missing: removals.find((id) => !this.has(id)), replaced }
  }

  #join(content: ShardContent, vectors: readonly ShardVectors[] | undefined): void {
    this.#append(content, vectors)
    this.#place(content.items, content.removals)
  }

  #append(content: ShardContent, vectors: readonly ShardVectors[] | undefined): void {
    const { items, factors, weights, transitions } = content
    if (factors?.values instanceof Int8Array && this.#shared?.factorScales === undefined) throw withoutScales()
    const firstRow = this.rowCount
    if (factors !== undefined || weights !== undefined || transitions !== undefined) {
      this.#learntShards.push({ firstRow, factors, weights, transitions })
    }
    this.#firstRows.push(firstRow)
    this.#shardItems.push(items)
    this.#vectors.push(vectors)
  }

  /** Rows of the table are those of the pack, for every shard comes in its turn and whole. */
  #place(items: PackedItems, removals: readonly string[]): void {
    for (const id of removals) this.#items.remove(id)
    for (let row = 0; row < items.count; row += 1) this.#items.putRow(items, row)
  }

  /** `[rows]` */
  #rowIds(): readonly string[] {
    const units = new Uint16Array(ITEM_LIMITS.id)
    return this.#shardItems.flatMap((items) =>
      Array.from({ length: items.count }, (_, row) =>
        String.fromCharCode(...units.subarray(0, items.readId(row, units))),
      ),
    )
  }

  #joinLearnt(): Learnt | undefined {
    const { learnt } = this.ground.manifest
    if (this.#learntShards.length === 0) return undefined
    return joinLearnt({
      rowIds: this.#rowIds(),
      live: (id) => this.has(id),
      shards: this.#learntShards,
      shared: this.#shared,
      factorDimensions: learnt?.factorDimensions,
      constants: learnt?.constants,
      space: this.ground.space,
      whole: this.complete && this.rowCount === this.#items.count,
    })
  }
}

function withoutScales(): LocavoreError {
  return new LocavoreError(
    'catalogue-invalid',
    'The catalogue pack cannot be used: its factors are int8 codes without factor_scales in learnt.shared.',
  )
}
