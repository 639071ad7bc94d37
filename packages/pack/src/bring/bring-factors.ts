import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { refused } from '../failure.js'
import type { FaultList } from '../items/bad-rows.js'
import { readRows } from '../rows/read-rows.js'
import { isBad } from '../rows/row.js'
import type { FactorSource } from './bring-options.js'
import { isNumbers } from './read-ready-vectors.js'

export interface BroughtFactors {
  readonly dimensions: number
  /** `[rows, dimensions]` */
  readonly values: Float64Array
  /** `[rows]`: 1 for a row that has factors. */
  readonly present: Uint32Array
}

export interface RowsOptions {
  readonly rowOf: ReadonlyMap<string, number>
  readonly rows: number
  readonly faults: FaultList
  readonly signal: AbortSignal | undefined
  readonly onNote: ((note: string) => void) | undefined
}

/** What `ALSModel.save` calls the folder of the items. The people's factors beside it are never read. */
const SPARK_ITEMS = 'itemFactors'

/** @throws LocavoreError `invalid-argument`, `aborted` */
export async function bringFactors(source: FactorSource, options: RowsOptions): Promise<BroughtFactors> {
  const { rowOf, rows, faults, signal, onNote } = options
  const { id: idColumn = 'id', features: featuresColumn = 'features' } = source.columns ?? {}
  const labels = source.labels === undefined ? undefined : await readLabels(source.labels, options)
  const present = new Uint32Array(rows)
  let values: Float64Array | undefined
  let [dimensions, unknown] = [0, 0]
  for await (const row of readRows([await factorFolder(source.path)], signal)) {
    const fault = (problem: string) => faults.add({ file: row.file, line: row.line, problem })
    if (isBad(row)) {
      await fault(row.problem)
      continue
    }
    const features = row.value[featuresColumn]
    if (!isNumbers(features) || !Array.from(features).every(Number.isFinite)) {
      await fault(`the column "${featuresColumn}" holds no list of finite numbers`)
      continue
    }
    values ??= new Float64Array(rows * features.length)
    dimensions ||= features.length
    if (features.length !== dimensions) {
      await fault(`the factors have ${features.length} numbers, those before them ${dimensions}`)
      continue
    }
    const name = String(row.value[idColumn])
    const at = rowOf.get(labels === undefined ? name : (labels.get(name) ?? ''))
    if (at === undefined) unknown += 1
    else {
      values.set(Float64Array.from(features), at * dimensions)
      present[at] = 1
    }
  }
  if (values === undefined || !present.includes(1)) {
    throw refused(
      `None of the ids of ${source.path} is an item of the pack. Engines number their items: give --factor-ids <table> with the columns id and item.`,
    )
  }
  if (unknown > 0) onNote?.(`Factors of ${unknown} items that are not in the pack were passed over.`)
  return { dimensions, values, present }
}

async function factorFolder(path: string): Promise<string> {
  const inside = join(path, SPARK_ITEMS)
  const found = await stat(inside).catch(() => undefined)
  return found?.isDirectory() ? inside : path
}

async function readLabels(path: string, { faults, signal }: RowsOptions): Promise<ReadonlyMap<string, string>> {
  const labels = new Map<string, string>()
  for await (const row of readRows([path], signal)) {
    if (isBad(row)) {
      await faults.add(row)
      continue
    }
    const { id, item } = row.value as { readonly id?: unknown; readonly item?: unknown }
    const isThere = [id, item].every((value) => typeof value === 'string' || typeof value === 'number')
    if (isThere) labels.set(String(id), String(item))
    else await faults.add({ file: row.file, line: row.line, problem: 'a row of labels needs the columns id and item' })
  }
  return labels
}
