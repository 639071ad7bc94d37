import type { Item } from '@locavore/core'
import { reasonOf } from '../failure.js'
import { readRows } from '../rows/read-rows.js'
import { isBad } from '../rows/row.js'
import type { FaultList } from './bad-rows.js'
import type { ColumnMap } from './column-map.js'
import { itemFromRow, unusedColumns } from './item-from-row.js'

/** An item and the row it comes from. */
export interface SourcedItem {
  readonly item: Item
  readonly file: string
  readonly line: number
}

export interface ReadItemsOptions {
  readonly map: ColumnMap
  readonly faults: FaultList
  readonly signal?: AbortSignal | undefined
  /** Told once of columns that nothing is made of. */
  readonly onUnused?: ((columns: readonly string[]) => void) | undefined
}

/**
 * The items of files and folders of part files, each id once: a second row with the same id is a fault.
 *
 * @throws LocavoreError `invalid-argument`, `aborted`
 */
export async function* readItems(paths: readonly string[], options: ReadItemsOptions): AsyncGenerator<SourcedItem> {
  const { map, faults, signal, onUnused } = options
  const seen = new Set<string>()
  let isFirst = true
  for await (const row of readRows(paths, signal)) {
    const { file, line } = row
    if (isBad(row)) {
      await faults.add(row)
      continue
    }
    if (isFirst) {
      isFirst = false
      const unused = unusedColumns(row, map)
      if (unused.length > 0) onUnused?.(unused)
    }
    let item: Item
    try {
      item = itemFromRow(row, map)
    } catch (thrown) {
      await faults.add({ file, line, problem: reasonOf(thrown) })
      continue
    }
    if (seen.has(item.id)) {
      await faults.add({
        file,
        line,
        problem: `the id ${JSON.stringify(item.id.slice(0, 60))} stands in a row before it`,
      })
      continue
    }
    seen.add(item.id)
    yield { item, file, line }
  }
}
