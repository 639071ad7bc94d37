import {
  type PackedColumns,
  readSafetensors,
  sha256,
  type Tensor,
  type TensorData,
  type TensorType,
  writeSafetensors,
} from '@locavore/catalogue'
import type { TableNumbers } from '@locavore/core'
import type { PackGround } from '../pack-ground.js'

/** Goes up with every change of what a scanner of lines or a table of ids makes: an index of another version is made anew. */
const VERSION = '1'

/**
 * What reading the items of the first shards of a pack has come to: where each line begins, what lists ask of all, and at which
 * index each id is. It follows from those files alone, so it can always be made again.
 */
export interface ItemIndex {
  /** By shard. */
  readonly columns: readonly PackedColumns[]
  readonly table: TableNumbers
}

/** What of an index is in its metadata. It was written here, for it has the hash of what was. */
interface Numbers {
  readonly shards: number
  readonly seed: number
  readonly count: number
  readonly parts: readonly boolean[]
}

/** @param index of the first shards of the pack */
export async function writeItemIndex(ground: PackGround, { columns, table }: ItemIndex) {
  const ids = columns.map((one) => [...one.ids])
  const tensors: Record<string, Tensor> = {
    places: list('I32', table.places),
    hashes: list('I32', table.hashes.subarray(0, table.rowAt.length)),
    row_at: list('I32', table.rowAt),
    starts: list(
      'U32',
      joined(
        columns.map(({ starts }) => starts),
        Uint32Array,
      ),
    ),
    marks: list(
      'U8',
      joined(
        columns.map(({ marks }) => marks),
        Uint8Array,
      ),
    ),
    ids: list('U8', new TextEncoder().encode(JSON.stringify(ids))),
  }
  for (const fact of ['popularity', 'addedAt'] as const) {
    if (columns.every((one) => one[fact] === undefined)) continue
    const known = columns.map((one) => one[fact] ?? new Float64Array(one.marks.length).fill(-1))
    tensors[fact] = list('F64', joined(known, Float64Array))
  }
  const shards = columns.length
  const { seed, count } = table
  return writeSafetensors(tensors, {
    version: VERSION,
    of: await contentOf(ground, shards),
    numbers: JSON.stringify({ shards, seed, count, parts: columns.map(({ parts }) => parts) }),
  })
}

/**
 * The index as it was written for the first shards of this pack. Undefined if it is of other files, of another version, or
 * cannot be read: then it is made anew.
 */
export async function readItemIndex(
  ground: PackGround,
  bytes: Uint8Array<ArrayBuffer>,
): Promise<ItemIndex | undefined> {
  try {
    const { tensors, metadata } = readSafetensors(bytes, { file: 'the index of items', as: 'views' })
    if (metadata.get('version') !== VERSION) return undefined
    const numbers = JSON.parse(metadata.get('numbers') ?? '{}') as Numbers
    const { shards, seed, count } = numbers
    if (metadata.get('of') !== (await contentOf(ground, shards))) return undefined
    const [places, hashes, rowAt] = [
      data(tensors, 'places', 'I32'),
      data(tensors, 'hashes', 'I32'),
      data(tensors, 'row_at', 'I32'),
    ]
    const columns = columnsOf(ground, numbers, tensors)
    if (places === undefined || hashes === undefined || rowAt === undefined || columns === undefined) return undefined
    return { columns, table: { seed, count, places, hashes, rowAt } }
  } catch {
    return undefined
  }
}

/** One hash of everything that an index follows from. */
function contentOf({ files }: PackGround, shards: number): Promise<string> {
  const used = files.filter(({ role, shard = -1 }) => (role === 'items' || role === 'removals') && shard < shards)
  const named = used.map(({ role, shard, file }) => `${shard} ${role} ${file.sha256}`).join('\n')
  return sha256(new TextEncoder().encode(`${shards}\n${named}`))
}

function columnsOf(
  { manifest }: PackGround,
  { shards, parts }: Numbers,
  tensors: ReadonlyMap<string, Tensor>,
): readonly PackedColumns[] | undefined {
  const [starts, marks, ids] = [
    data(tensors, 'starts', 'U32'),
    data(tensors, 'marks', 'U8'),
    data(tensors, 'ids', 'U8'),
  ]
  if (starts === undefined || marks === undefined || ids === undefined) return undefined
  const [popularity, addedAt] = [data(tensors, 'popularity', 'F64'), data(tensors, 'addedAt', 'F64')]
  const idsOf = JSON.parse(new TextDecoder().decode(ids)) as readonly (readonly [number, string][])[]
  let first = 0
  return manifest.shards.slice(0, shards).map(({ rows }, shard) => {
    const [from, to] = [first, first + rows]
    first = to
    return {
      starts: starts.subarray(from + shard, to + shard + 1),
      marks: marks.subarray(from, to),
      popularity: popularity?.subarray(from, to),
      addedAt: addedAt?.subarray(from, to),
      ids: new Map(idsOf[shard]),
      parts: parts[shard] === true,
    }
  })
}

function list<Type extends TensorType>(type: Type, values: TensorData<Type>): Tensor {
  // The array is the type's own; the compiler cannot follow a union that far.
  return { type, shape: [values.length], data: values } as Tensor
}

function data<Type extends TensorType>(
  tensors: ReadonlyMap<string, Tensor>,
  name: string,
  type: Type,
): TensorData<Type> | undefined {
  const tensor = tensors.get(name)
  return tensor?.type === type ? (tensor.data as TensorData<Type>) : undefined
}

function joined<List extends Uint32Array | Uint8Array | Float64Array>(
  parts: readonly List[],
  Type: new (length: number) => List,
): List {
  const whole = new Type(parts.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part as never, at)
    at += part.length
  }
  return whole
}
