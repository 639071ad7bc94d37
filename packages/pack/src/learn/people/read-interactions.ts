import { refused } from '../../failure.js'
import type { FaultList } from '../../items/bad-rows.js'
import { readRows } from '../../rows/read-rows.js'
import { type GoodRow, isBad } from '../../rows/row.js'
import { createLikes, type Likes } from './likes.js'

/** Where the interactions of people who consented stand, and which of them are likes. */
export interface InteractionSource {
  /** Files and folders of part files. */
  readonly paths: readonly string[]
  /** Columns, by default `person`, `item` and, where there is one, `value`. */
  readonly columns?: { readonly person?: string; readonly item?: string; readonly value?: string }
  /** A row is a like if its value is at least this; without it every row is one. */
  readonly leastValue?: number
}

export interface ReadInteractionsOptions {
  readonly rowOf: ReadonlyMap<string, number>
  readonly rows: number
  readonly faults: FaultList
  readonly signal: AbortSignal | undefined
  readonly onRow?: (read: number) => void
  readonly onNote: ((note: string) => void) | undefined
}

/** Beyond this a "person" is a shared account or a machine, and would count as much as hundreds. The first ones count. */
export const MOST_LIKES = 2_000

/**
 * The likes of people on rows of a pack. Names of people are forgotten as soon as they are read; what a person likes twice
 * counts once; items that the pack does not have are passed over.
 *
 * @throws LocavoreError `invalid-argument` where there is nothing to learn from
 */
export async function readInteractions(source: InteractionSource, options: ReadInteractionsOptions): Promise<Likes> {
  const { rowOf, rows, faults, signal, onRow, onNote } = options
  const people = new Map<string, Set<number>>()
  let [read, unknown] = [0, 0]
  for await (const row of readRows(source.paths, signal)) {
    read += 1
    if (read % 10_000 === 0) onRow?.(read)
    if (isBad(row)) {
      await faults.add(row)
      continue
    }
    const like = likeOf(row, source)
    if (typeof like === 'string') {
      await faults.add({ file: row.file, line: row.line, problem: like })
      continue
    }
    if (like === undefined) continue
    const item = rowOf.get(like.item)
    if (item === undefined) unknown += 1
    else take(people, like.person, item)
  }
  if (people.size === 0) throw refused('None of the interactions is a like of an item of the pack.')
  if (unknown > 0) onNote?.(`${unknown} likes are of items that are not in the pack.`)
  return createLikes(
    [...people.values()].map((own) => Int32Array.from(own).sort()),
    rows,
  )
}

function take(people: Map<string, Set<number>>, person: string, item: number): void {
  const own = people.get(person)
  if (own === undefined) people.set(person, new Set([item]))
  else if (own.size < MOST_LIKES) own.add(item)
}

/** A fault in words; undefined for a row that is no like. */
function likeOf(
  { value: row }: GoodRow,
  { columns = {}, leastValue }: InteractionSource,
): { person: string; item: string } | string | undefined {
  const { person: personColumn = 'person', item: itemColumn = 'item', value: valueColumn = 'value' } = columns
  const [person, item] = [idFrom(row[personColumn]), idFrom(row[itemColumn])]
  if (person === undefined) return `the column "${personColumn}" names no person`
  if (item === undefined) return `the column "${itemColumn}" names no item`
  if (leastValue !== undefined) {
    const value = typeof row[valueColumn] === 'string' ? Number(row[valueColumn]) : row[valueColumn]
    if (typeof value !== 'number' || !Number.isFinite(value)) return `the column "${valueColumn}" holds no number`
    if (value < leastValue) return undefined
  }
  return { person, item }
}

function idFrom(value: unknown): string | undefined {
  if (typeof value === 'number') return String(value)
  return typeof value === 'string' && value !== '' ? value : undefined
}
