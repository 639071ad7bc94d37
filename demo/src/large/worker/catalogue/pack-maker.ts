import {
  formatManifest,
  PACK_FORMAT,
  type PackFile,
  type PackShard,
  sha256,
  writeItems,
  writeVectors,
} from '@locavore/catalogue'
import type { Item } from '@locavore/core'
import type { Facets } from '../../shared/messages.js'
import { makeShard } from './make-shard.js'
import { ATTRIBUTES, type Attribute, type WordVectors } from './word-vectors.js'

/** About 50 ms of work for whoever makes a shard, and as much for whoever takes it in. */
const ROWS_A_SHARD = 4_096
/** What waits for the engine in memory; shards beyond it are made once more when they are asked for. */
const MOST_HELD_BYTES = 192 * 2 ** 20

type Bytes = Uint8Array<ArrayBuffer>

interface ShardFiles {
  readonly items: Bytes
  readonly text: Bytes
}

export interface MadePack {
  readonly manifest: Bytes
  readonly facets: Facets
}

/** A catalogue pack of generated postcards, as files in memory: the same bytes for the same count. */
export class PackMaker {
  readonly #count: number
  readonly #words: WordVectors
  readonly #held = new Map<string, Bytes>()
  #heldBytes = 0
  /** The shard that was made once more last: its other file is asked for next. */
  #again: { readonly index: number; readonly files: ShardFiles } | undefined

  constructor(count: number, words: WordVectors) {
    this.#count = count
    this.#words = words
  }

  /** Makes everything once: a manifest holds the hash of every file. */
  async make(onProgress: (done: number) => void): Promise<MadePack> {
    const shards: PackShard[] = []
    const counts = new Map<Attribute, Map<string, number>>(ATTRIBUTES.map((attribute) => [attribute, new Map()]))
    for (let index = 0; index * ROWS_A_SHARD < this.#count; index += 1) {
      const { shard, items } = await this.#makeShard(index)
      shards.push(shard)
      countValues(items, counts)
      onProgress(this.#endOf(index))
    }
    const hashes = shards.map(({ items, vectors }) => [items?.sha256, vectors.text?.sha256])
    const revision = await sha256(new TextEncoder().encode(JSON.stringify(hashes)))
    const manifest = formatManifest({
      format: PACK_FORMAT,
      name: `postcards-${this.#count}`,
      revision: revision.slice(0, 16),
      licence: 'Apache-2.0',
      about: {
        publisher: 'Postcards, the demo of Locavore',
        vectors: 'from the words of attributes, not from pictures',
      },
      spaces: [this.#words.space],
      itemCount: this.#count,
      shards,
    })
    return { manifest, facets: sorted(counts) }
  }

  /** Gives a file away: it is not held here any more. @throws Error for a path that is none of this pack */
  async file(path: string): Promise<Bytes> {
    const held = this.#held.get(path)
    if (held !== undefined) {
      this.#held.delete(path)
      this.#heldBytes -= held.length
      return held
    }
    const [, role, number] = /^(items|text)-(\d{4})\./.exec(path) ?? []
    if (role === undefined || Number(number) * ROWS_A_SHARD >= this.#count) throw new Error(`There is no file ${path}.`)
    return this.#madeAgain(Number(number))[role === 'items' ? 'items' : 'text'].slice()
  }

  #madeAgain(index: number): ShardFiles {
    if (this.#again?.index !== index) this.#again = { index, files: this.#bytesOf(index).files }
    return this.#again.files
  }

  #endOf(index: number): number {
    return Math.min((index + 1) * ROWS_A_SHARD, this.#count)
  }

  #bytesOf(index: number): { readonly items: readonly Item[]; readonly files: ShardFiles } {
    const { items, rows } = makeShard(index * ROWS_A_SHARD, this.#endOf(index), this.#words)
    const text = writeVectors(rows, { space: this.#words.space, modality: 'text' })
    return { items, files: { items: writeItems(items), text } }
  }

  async #makeShard(index: number): Promise<{ readonly shard: PackShard; readonly items: readonly Item[] }> {
    const { items, files } = this.#bytesOf(index)
    const stem = String(index).padStart(4, '0')
    const shard = {
      rows: items.length,
      replaced: 0,
      items: await this.#hold(`items-${stem}`, 'jsonl', files.items),
      vectors: { text: await this.#hold(`text-${stem}`, 'safetensors', files.text) },
    }
    return { shard, items }
  }

  async #hold(stem: string, ending: string, bytes: Bytes): Promise<PackFile> {
    const hash = await sha256(bytes)
    const path = `${stem}.${hash.slice(0, 12)}.${ending}`
    if (this.#heldBytes + bytes.length <= MOST_HELD_BYTES) {
      this.#held.set(path, bytes)
      this.#heldBytes += bytes.length
    }
    return { path, bytes: bytes.length, sha256: hash }
  }
}

function countValues(items: readonly Item[], counts: ReadonlyMap<Attribute, Map<string, number>>): void {
  for (const { attributes } of items) {
    for (const [attribute, values] of counts) {
      const value = String(attributes?.[attribute])
      values.set(value, (values.get(value) ?? 0) + 1)
    }
  }
}

function sorted(counts: ReadonlyMap<Attribute, ReadonlyMap<string, number>>): Facets {
  return [...counts].map(([attribute, values]) => ({
    attribute,
    values: [...values].map(([value, count]) => ({ value, count })).sort((a, b) => b.count - a.count),
  }))
}
