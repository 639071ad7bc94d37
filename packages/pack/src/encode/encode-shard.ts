import type { PackFile } from '@locavore/catalogue'
import { writeItems, writeVectors } from '@locavore/catalogue'
import { type EmbeddingSpace, MODALITIES, type Modality, type QuantisedVector } from '@locavore/core'
import type { ReadyVectors } from '../bring/ready-vectors.js'
import { checkAborted } from '../failure.js'
import type { Fault } from '../items/bad-rows.js'
import type { SourcedItem } from '../items/read-items.js'
import { sha256Of, writeHashed } from '../work/disk.js'
import type { ShardRecord } from '../work/work-folder.js'
import type { ItemEncoder, ItemVectors, PreparedItem } from './item-encoder.js'

/** Media read ahead while the model runs. */
const READ_AHEAD = 8

export interface ShardInput {
  readonly index: number
  readonly items: readonly SourcedItem[]
  readonly spaces: readonly EmbeddingSpace[]
  /** Undefined where nothing is encoded. */
  readonly encoder: ItemEncoder | undefined
  readonly ready: ReadyVectors
  readonly signal: AbortSignal | undefined
  readonly onItem: (done: number) => void
}

/** Changes with whatever the files of the shard depend on. */
export async function shardKey({ items, spaces, encoder, ready }: ShardInput): Promise<string> {
  const parts: string[] = [JSON.stringify(spaces), encoder?.encoder.key ?? '']
  for (const sourced of items) {
    parts.push(JSON.stringify(sourced.item), (await encoder?.stamp(sourced)) ?? '', ready.stamp(sourced.item.id))
  }
  return sha256Of(parts.join('\n'))
}

/** Encodes the items of a shard and writes its files into `folder`. */
export async function encodeShard(input: ShardInput, key: string, folder: string): Promise<ShardRecord> {
  const { index, items, spaces } = input
  const { vectors, faults } = await encodeItems(input)
  const stem = (what: string) => `${what}-${String(index).padStart(5, '0')}`
  const files: Partial<Record<Modality, PackFile>> = {}
  for (const modality of MODALITIES) {
    const space = spaces.find(({ modalities }) => modalities.includes(modality))
    if (space === undefined || !vectors.some((each) => each[modality] !== undefined)) continue
    const bytes = writeVectors(rowsOf(vectors, modality, space.dimensions), { space, modality })
    files[modality] = await writeHashed(folder, stem(`vectors-${modality}`), 'safetensors', bytes)
  }
  const lines = writeItems(items.map(({ item }) => item))
  const itemsFile = await writeHashed(folder, stem('items'), 'jsonl', lines)
  const ids = items.map(({ item }) => item.id)
  return { index, key, rows: items.length, ids, items: itemsFile, vectors: files, faults }
}

async function encodeItems({ items, encoder, ready, signal, onItem }: ShardInput) {
  const vectors: ItemVectors[] = []
  const faults: Fault[] = []
  const ahead: Promise<PreparedItem>[] = []
  for (const [at, { item, file, line }] of items.entries()) {
    checkAborted(signal)
    const brought = ready.vectorsOf(item.id)
    if (encoder === undefined) vectors.push(brought)
    else {
      while (ahead.length < READ_AHEAD && at + ahead.length < items.length) {
        ahead.push(encoder.prepare(items[at + ahead.length] as SourcedItem))
      }
      const prepared = await (ahead.shift() as Promise<PreparedItem>)
      checkAborted(signal)
      const encoded = await encoder.encode(prepared, brought)
      vectors.push(encoded.vectors)
      for (const { modality, problem } of encoded.faults) {
        faults.push({ file, line, problem: `the ${modality} of ${JSON.stringify(item.id)} is left out: ${problem}` })
      }
    }
    onItem(at + 1)
  }
  return { vectors, faults }
}

function rowsOf(vectors: readonly ItemVectors[], modality: Modality, dimensions: number) {
  const codes = new Int8Array(vectors.length * dimensions)
  const scales = new Float32Array(vectors.length)
  vectors.forEach((each, row) => {
    const vector: QuantisedVector | undefined = each[modality]
    if (vector === undefined) return
    codes.set(vector.codes, row * dimensions)
    scales[row] = vector.scale
  })
  return { dimensions, count: vectors.length, codes, scales }
}
