import type { WeightTable } from '@locavore/catalogue'
import { refused } from '../failure.js'
import { type Entry, SparseRows } from '../learn/solve/sparse-rows.js'
import { readRows } from '../rows/read-rows.js'
import { type GoodRow, isBad } from '../rows/row.js'
import type { RowsOptions } from './bring-factors.js'
import type { NeighbourSource } from './bring-options.js'
import { isNumbers } from './read-ready-vectors.js'

interface Pair {
  readonly item: string
  readonly neighbour: string
  readonly weight: number
  /** Who like both, where that is known. */
  readonly people?: number
}

export const NEIGHBOUR_DEFAULTS = { leastPeople: 20, weightsPerItem: 100 } as const

/** @throws LocavoreError `invalid-argument`, `aborted` */
export async function bringNeighbours(source: NeighbourSource, options: RowsOptions): Promise<WeightTable> {
  const { rowOf, rows, faults, signal, onNote } = options
  const { leastPeople, weightsPerItem } = { ...NEIGHBOUR_DEFAULTS, ...source }
  const entries = new Map<number, Map<number, number>>()
  const passed = { unknown: 0, few: 0 }
  for await (const row of readRows(source.paths, signal)) {
    const pairs = isBad(row) ? row.problem : pairsOf(row, source)
    if (typeof pairs === 'string') {
      await faults.add({ file: row.file, line: row.line, problem: pairs })
      continue
    }
    for (const { item, neighbour, weight, people } of pairs) {
      const [from, to] = [rowOf.get(item), rowOf.get(neighbour)]
      if (from === undefined || to === undefined || from === to) passed.unknown += 1
      else if (people !== undefined && people < leastPeople) passed.few += 1
      else entries.set(from, (entries.get(from) ?? new Map<number, number>()).set(to, weight))
    }
  }
  if (entries.size === 0) throw refused(`${source.paths.join(', ')} holds no pair of items of the pack.`)
  if (passed.unknown > 0) onNote?.(`${passed.unknown} pairs with an item that is not in the pack were passed over.`)
  if (passed.few > 0) onNote?.(`${passed.few} pairs of fewer than ${leastPeople} people were left out.`)
  const table = new SparseRows(weightsPerItem)
  for (let row = 0; row < rows; row += 1) {
    const own = [...(entries.get(row) ?? [])]
    table.add(own.map(([column, weight]): Entry => ({ column, weight })))
  }
  return table.finish()
}

/** A fault in words where there are none. */
function pairsOf(row: GoodRow, { columns = {} }: NeighbourSource): readonly Pair[] | string {
  const names = { item: 'item', neighbour: 'neighbour', weight: 'weight', people: 'people', ...columns }
  const value = row.value
  if ('neighbours' in value) return listed(value)
  const [item, neighbour, weight, people] = [
    idOf(value[names.item]),
    idOf(value[names.neighbour]),
    numberOf(value[names.weight]),
    numberOf(value[names.people]),
  ]
  if (item === undefined || neighbour === undefined)
    return `a pair needs the columns "${names.item}" and "${names.neighbour}"`
  if (weight === undefined) return `the column "${names.weight}" holds no finite number`
  return [{ item, neighbour, weight, ...(people === undefined ? {} : { people }) }]
}

function listed(value: GoodRow['value']): readonly Pair[] | string {
  const { id, neighbours, weights } = value as Readonly<Record<'id' | 'neighbours' | 'weights', unknown>>
  const item = idOf(id)
  if (item === undefined) return 'a row of neighbours needs the column "id"'
  if (!Array.isArray(neighbours) || !isNumbers(weights) || neighbours.length !== weights.length) {
    return '"neighbours" and "weights" are not two lists of the same length'
  }
  if (!Array.from(weights).every(Number.isFinite)) return '"weights" holds a number that is not finite'
  return neighbours.map((neighbour, at) => ({ item, neighbour: String(neighbour), weight: weights[at] as number }))
}

function idOf(value: unknown): string | undefined {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined
}

function numberOf(value: unknown): number | undefined {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined
}
