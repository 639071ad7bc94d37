import { IdLedger, readShared, type SharedTable } from '@locavore/catalogue'
import { type Embeddings, type Item, type Learnt, LocavoreError, type Modality } from '@locavore/core'
import type { PackGround } from '../pack-ground.js'
import { joinLearnt, type LearntShard } from './learnt-tables.js'
import { type FileBytes, readShardContent } from './shard-content.js'

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

type MutableEmbeddings = { -readonly [M in Modality]?: NonNullable<Embeddings[M]> }

/** The shards of a pack, joined one by one in their order, each checked against what the manifest claims of it. */
export class PackAssembly {
  readonly ground: PackGround
  readonly #ledger = new IdLedger()
  readonly #items = new Map<string, PackedItem>()
  readonly #rowIds: string[] = []
  readonly #learntShards: LearntShard[] = []
  #shared: SharedTable | undefined
  #next = 0
  #learnt: { readonly shards: number; readonly learnt: Learnt | undefined } | undefined

  constructor(ground: PackGround) {
    this.ground = ground
  }

  /** Shards that are here. */
  get shards(): number {
    return this.#next
  }

  get complete(): boolean {
    return this.#next === this.ground.manifest.shards.length
  }

  /** Items as of the shards that are here, in the order in which their ids first came. */
  get items(): Iterable<PackedItem> {
    return this.#items.values()
  }

  has(id: string): boolean {
    return this.#items.has(id)
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
    const content = readShardContent(this.ground, this.#next, bytesOf)
    const { shard, items, removals, vectors, popularity, factors, weights, transitions } = content
    if (factors?.values instanceof Int8Array && this.#shared?.factorScales === undefined) throw withoutScales()
    this.#ledger.apply(shard, items, removals)
    for (const id of removals) this.#items.delete(id)
    const put = items.map((item, row): PackedItem => {
      const likes = popularity?.[row]
      return {
        item: likes === undefined ? item : { ...item, popularity: likes },
        embeddings: embeddingsAt(vectors, row),
      }
    })
    for (const packed of put) this.#items.set(packed.item.id, packed)
    if (factors !== undefined || weights !== undefined || transitions !== undefined) {
      this.#learntShards.push({ firstRow: this.#rowIds.length, factors, weights, transitions })
    }
    for (const { id } of items) this.#rowIds.push(id)
    this.#next += 1
    return { removed: removals, put }
  }

  /** Lets go of embeddings and tables that others have copied: the pack can no longer be served anew from here. */
  release(): void {
    void this.learnt
    for (const [id, { item }] of this.#items) this.#items.set(id, { item, embeddings: {} })
    this.#learntShards.length = 0
  }

  /** What was learnt about the items that are here. */
  get learnt(): Learnt | undefined {
    if (this.#learnt?.shards !== this.#next) this.#learnt = { shards: this.#next, learnt: this.#joinLearnt() }
    return this.#learnt.learnt
  }

  #joinLearnt(): Learnt | undefined {
    const { learnt } = this.ground.manifest
    if (this.#learntShards.length === 0) return undefined
    return joinLearnt({
      rowIds: this.#rowIds,
      live: (id) => this.#items.has(id),
      shards: this.#learntShards,
      shared: this.#shared,
      factorDimensions: learnt?.factorDimensions,
      constants: learnt?.constants,
      space: this.ground.space,
      whole: this.complete && this.#rowIds.length === this.#items.size,
    })
  }
}

function embeddingsAt(vectors: ReturnType<typeof readShardContent>['vectors'], row: number): Embeddings {
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
