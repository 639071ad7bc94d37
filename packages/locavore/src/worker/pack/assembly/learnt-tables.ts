import type { FactorTable, SharedTable, WeightTable } from '@locavore/catalogue'
import {
  type EmbeddingSpace,
  ItemFactors,
  ItemWeights,
  Learnt,
  MappedContent,
  type PipelineConstants,
} from '@locavore/core'

/** Where a shard's rows begin, and what was learnt about them. */
export interface LearntShard {
  readonly firstRow: number
  readonly factors: FactorTable | undefined
  readonly weights: WeightTable | undefined
  readonly transitions: WeightTable | undefined
}

export interface LearntGround {
  /** `[rows]`: the item of each row of the pack that is here. */
  readonly rowIds: readonly string[]
  /** Whether an item of the pack is still there. */
  readonly live: (id: string) => boolean
  readonly shards: readonly LearntShard[]
  readonly shared: SharedTable | undefined
  readonly factorDimensions: number | undefined
  readonly constants: Readonly<Partial<PipelineConstants>> | undefined
  /** The space of the vectors that are here. */
  readonly space: EmbeddingSpace | undefined
  /** All rows are here and none was replaced or removed: sums over the pack's rows hold. */
  readonly whole: boolean
}

/**
 * The tables of all shards as one, with one row for each item that is there: the latest that a shard ships for it. Undefined if
 * nothing was learnt.
 */
export function joinLearnt(ground: LearntGround): Learnt | undefined {
  const { rowIds, live, shared, constants } = ground
  const ids = [...new Set(rowIds)].filter(live)
  const slots = new Map(ids.map((id, slot) => [id, slot]))
  const slotOfRow = Int32Array.from(rowIds, (id) => slots.get(id) ?? -1)
  const factors = joinFactors(ground, slotOfRow, ids.length)
  const itemWeights = joinWeights(ground, slotOfRow, ids.length, ({ weights }) => weights)
  const transitions = joinWeights(ground, slotOfRow, ids.length, (shard) => shard.transitions)
  if (factors === undefined && itemWeights === undefined) return undefined
  const map = contentMapOf(ground)
  return new Learnt({
    ids,
    ...(itemWeights === undefined ? {} : { itemWeights }),
    ...(transitions === undefined ? {} : { transitions }),
    ...(factors === undefined ? {} : { factors }),
    ...(shared?.factorMean === undefined ? {} : { factorMean: shared.factorMean }),
    ...(map === undefined ? {} : { contentMap: map }),
    ...(constants === undefined ? {} : { constants }),
  })
}

/** Of use only where vectors of all its modalities are. */
function contentMapOf({ shared, space }: LearntGround): MappedContent | undefined {
  const map = shared?.contentMap
  if (shared === undefined || map === undefined) return undefined
  if (!map.modalities.every((modality) => space?.modalities.includes(modality))) return undefined
  return new MappedContent({ ...map, means: shared.contentMeans })
}

/** Which row of which shard counts for each item: -1 where no shard has one. */
interface LatestRows {
  readonly shards: Int32Array
  readonly rows: Int32Array
}

function latestRows(
  { shards }: LearntGround,
  slotOfRow: Int32Array,
  count: number,
  tableOf: (shard: LearntShard) => { readonly rows: number } | undefined,
): LatestRows {
  const latest = { shards: new Int32Array(count).fill(-1), rows: new Int32Array(count) }
  for (const [index, shard] of shards.entries()) {
    for (let row = 0; row < (tableOf(shard)?.rows ?? 0); row += 1) {
      const slot = slotOfRow[shard.firstRow + row] as number
      if (slot < 0) continue
      latest.shards[slot] = index
      latest.rows[slot] = row
    }
  }
  return latest
}

function joinFactors(ground: LearntGround, slotOfRow: Int32Array, count: number): ItemFactors | undefined {
  const { shards, shared, factorDimensions: dimensions, whole } = ground
  const tables = shards.flatMap(({ factors }) => factors ?? [])
  if (tables.length === 0 || dimensions === undefined) return undefined
  const scales = shared?.factorScales
  const coded = tables.every(({ values }) => values instanceof Int8Array)
  const values = coded ? new Int8Array(count * dimensions) : new Float32Array(count * dimensions)
  const latest = latestRows(ground, slotOfRow, count, ({ factors }) => factors)
  for (let slot = 0; slot < count; slot += 1) {
    const table = shards[latest.shards[slot] as number]?.factors?.values
    if (table === undefined) continue
    const row = latest.rows[slot] as number
    for (let d = 0; d < dimensions; d += 1) {
      const value = table[row * dimensions + d] as number
      const scale = coded || !(table instanceof Int8Array) ? 1 : (scales?.[d] as number)
      values[slot * dimensions + d] = value * scale
    }
  }
  return new ItemFactors({
    dimensions,
    values,
    ...(coded && scales !== undefined ? { scales: Float32Array.from(scales) } : {}),
    ...(whole && shared?.factorGram !== undefined ? { gram: shared.factorGram } : {}),
  })
}

function joinWeights(
  ground: LearntGround,
  slotOfRow: Int32Array,
  count: number,
  tableOf: (shard: LearntShard) => WeightTable | undefined,
): ItemWeights | undefined {
  const tables = ground.shards.map(tableOf)
  if (tables.every((table) => table === undefined)) return undefined
  const latest = latestRows(ground, slotOfRow, count, tableOf)
  const starts = new Int32Array(count + 1)
  const scales = new Float32Array(count)
  let most = 0
  for (const table of tables) most += table?.columns.length ?? 0
  const ids = new Int32Array(most)
  const codes = new Int8Array(most)
  let used = 0
  for (let slot = 0; slot < count; slot += 1) {
    const table = tables[latest.shards[slot] as number]
    const row = latest.rows[slot] as number
    scales[slot] = table?.scales[row] ?? 0
    const end = table?.starts[row + 1] ?? 0
    for (let entry = table?.starts[row] ?? 0; entry < end; entry += 1) {
      // A row that is not here yet, or whose item is gone, has no place; an item does not speak for itself.
      const to = slotOfRow[table?.columns[entry] ?? -1] ?? -1
      if (to < 0 || to === slot) continue
      ids[used] = to
      codes[used] = table?.codes[entry] ?? 0
      used += 1
    }
    starts[slot + 1] = used
  }
  return new ItemWeights({ starts, ids: ids.subarray(0, used), weights: codes.subarray(0, used), scales })
}
