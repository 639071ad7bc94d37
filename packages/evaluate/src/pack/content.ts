import { ContentTable } from '@locavore/core'
import type { TensorFile } from './tensors.js'

/** One modality: unit rows, before and after its mean was taken away. */
export interface ModalityVectors {
  readonly name: string
  readonly dimensions: number
  readonly centred: Float32Array
  /** Undefined if the pack ships centred vectors only. */
  readonly raw: Float32Array | undefined
}

export interface PackContent {
  readonly modalities: readonly ModalityVectors[]
  /** Centred modalities side by side, brought to unit length: what the pipeline compares. */
  readonly table: ContentTable
  /** The same of raw vectors: what the naive baseline compares. */
  readonly rawTable: ContentTable | undefined
  /** `[items]`, 1 where an item loses `missingModality` in the experiment with missing content. */
  readonly missing: Int32Array | undefined
}

/** Of the experiment with missing content (`missing30`). */
export const MISSING_MODALITY = 'llm'
const CACHE_BYTES = 256 * 2 ** 20

/** The content of a pack's items; undefined if it ships none. Modalities that are not in the file are left out. */
export function readContent(file: TensorFile, names: readonly string[], items: number): PackContent | undefined {
  const modalities = names.flatMap((name): ModalityVectors[] => {
    const dimensions = file.columns(`content_${name}`) ?? file.columns(`content_${name}_raw`)
    if (dimensions === undefined) return []
    const raw = file.floats(`content_${name}_raw`, [items, dimensions])
    const centred = file.floats(`content_${name}`, [items, dimensions]) ?? (raw && centre(raw, dimensions))
    return centred === undefined ? [] : [{ name, dimensions, centred, raw }]
  })
  if (modalities.length === 0) return undefined
  const dimensions = modalities.reduce((sum, modality) => sum + modality.dimensions, 0)
  const raws = modalities.flatMap(({ raw, dimensions: columns }) => (raw === undefined ? [] : [{ rows: raw, columns }]))
  const centred = modalities.map(({ centred: rows, dimensions: columns }) => ({ rows, columns }))
  return {
    modalities,
    table: new ContentTable(sideBySide(centred, items), dimensions, CACHE_BYTES),
    rawTable:
      raws.length === modalities.length
        ? new ContentTable(sideBySide(raws, items), dimensions, CACHE_BYTES)
        : undefined,
    missing: file.integers('missing30', [items]),
  }
}

/** Takes the mean of the rows away and brings them to unit length. @param use 1 for rows that count; others become 0. */
export function centre(rows: Float32Array, dimensions: number, use?: ArrayLike<number>): Float32Array {
  const mean = new Float64Array(dimensions)
  const count = rows.length / dimensions
  let used = 0
  for (let item = 0; item < count; item += 1) {
    if (use !== undefined && use[item] !== 1) continue
    used += 1
    for (let d = 0; d < dimensions; d += 1) mean[d] = (mean[d] as number) + (rows[item * dimensions + d] as number)
  }
  const out = new Float32Array(rows.length)
  for (let item = 0; item < count; item += 1) {
    if (use !== undefined && use[item] !== 1) continue
    for (let d = 0; d < dimensions; d += 1) {
      out[item * dimensions + d] = (rows[item * dimensions + d] as number) - (mean[d] as number) / used
    }
  }
  normaliseRows(out, dimensions)
  return out
}

/** Concatenates the rows of tables and brings each to unit length. */
export function sideBySide(
  tables: readonly { readonly rows: Float32Array; readonly columns: number }[],
  items: number,
): Float32Array {
  const dimensions = tables.reduce((sum, { columns }) => sum + columns, 0)
  const out = new Float32Array(items * dimensions)
  let offset = 0
  for (const { rows, columns } of tables) {
    for (let item = 0; item < items; item += 1) {
      out.set(rows.subarray(item * columns, (item + 1) * columns), item * dimensions + offset)
    }
    offset += columns
  }
  normaliseRows(out, dimensions)
  return out
}

function normaliseRows(rows: Float32Array, dimensions: number): void {
  for (let start = 0; start < rows.length; start += dimensions) {
    let squares = 0
    for (let d = 0; d < dimensions; d += 1) squares += (rows[start + d] as number) ** 2
    const length = Math.sqrt(squares)
    if (length === 0) continue
    for (let d = 0; d < dimensions; d += 1) rows[start + d] = (rows[start + d] as number) / length
  }
}
