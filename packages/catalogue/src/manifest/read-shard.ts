import { type EmbeddingSpace, MODALITIES, type Modality } from '@locavore/core'
import { type CheckedObject, readFile } from './checked-object.js'
import { PACK_LIMITS } from './limits.js'
import type { PackFile, PackRemovals, PackShard } from './pack-manifest.js'

/** `{"id":"a"}`: no item is written shorter. */
const SHORTEST_ITEM = 10
/** `"a"` */
const SHORTEST_ID = 3

export interface ShardGround {
  readonly spaces: readonly EmbeddingSpace[]
  /** Columns of the factors, if the pack has any. */
  readonly factors: number | undefined
}

/** @throws `catalogue-invalid` */
export function readShard(json: CheckedObject, ground: ShardGround): PackShard {
  const rows = json.count('rows', PACK_LIMITS.rowsPerShard)
  const replaced = json.has('replaced') ? json.count('replaced', rows) : 0
  const items = json.file('items')
  json.demand((items === undefined) === (rows === 0), 'items are there without rows, or rows without items')
  if (items !== undefined)
    json.demand(items.bytes >= rows * SHORTEST_ITEM - 1, `items are too few bytes for ${rows} rows`)
  const removals = json.optional('removals', readRemovals)
  json.demand(rows > 0 || removals !== undefined, 'it neither adds nor removes anything')
  const vectors = json.optional('vectors', (object) => readVectorFiles(object, rows, ground)) ?? {}
  const factors = json.file('factors')
  if (factors !== undefined) {
    json.demand(ground.factors !== undefined, 'factors are there, but learnt.factorDimensions is not')
    checkBytes(json, factors, rows * ground.factors, 4 * rows * ground.factors)
  }
  const weights = json.file('weights')
  const transitions = json.file('transitions')
  const sparse = 4 * (rows + 1) + 4 * rows
  for (const table of [weights, transitions]) {
    if (table !== undefined) checkBytes(json, table, sparse, sparse + 5 * rows * PACK_LIMITS.weightsPerRow)
  }
  const popularity = json.file('popularity')
  if (popularity !== undefined) checkBytes(json, popularity, 4 * rows, 4 * rows)
  json.end()
  return {
    rows,
    replaced,
    ...(items === undefined ? {} : { items }),
    ...(removals === undefined ? {} : { removals }),
    vectors,
    ...(factors === undefined ? {} : { factors }),
    ...(weights === undefined ? {} : { weights }),
    ...(transitions === undefined ? {} : { transitions }),
    ...(popularity === undefined ? {} : { popularity }),
  }
}

function readVectorFiles(object: CheckedObject, rows: number, { spaces }: ShardGround): PackShard['vectors'] {
  const files: Partial<Record<Modality, PackFile>> = {}
  for (const modality of MODALITIES) {
    const file = object.file(modality)
    if (file === undefined) continue
    const space = spaces.find(({ modalities }) => modalities.includes(modality))
    object.demand(space !== undefined, `${modality} is in no space of the pack`)
    const exact = rows * (space.dimensions + 4)
    checkBytes(object, file, exact, exact)
    files[modality] = file
  }
  object.end()
  return files
}

function readRemovals(entry: CheckedObject): PackRemovals {
  const file = readFile(entry)
  const count = entry.count('count', PACK_LIMITS.rows, 1)
  entry.end()
  entry.demand(file.bytes >= count * (SHORTEST_ID + 1) - 1, `it has too few bytes for ${count} ids`)
  return { ...file, count }
}

/** Bytes of tensors, and room for a header: a file that holds less or more than its rows is refused unread. */
function checkBytes(json: CheckedObject, file: PackFile, least: number, most: number): void {
  const fits = file.bytes > least && file.bytes <= most + PACK_LIMITS.headerBytes
  json.demand(fits, `${file.path} has ${file.bytes} bytes, which is not the size of these rows`)
}
