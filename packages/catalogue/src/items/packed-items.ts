import { checkItem, ITEM_LIMITS, type Item, type ItemFact, type ItemRows, type RarePart } from '@locavore/core'
import { demand } from '../pack-error.js'
import { type LinesGround, parseLine, readItems, readText, withAddresses } from './item-lines.js'
import { LineFacts, scanLine } from './scan-line.js'

const LINE_END = 0x0a
const QUOTE = 0x22
const BACKSLASH = 0x5c
const LAST_ASCII = 0x7f
/** How a line begins whose id is read where it stands. */
const BEFORE_ID = '{"id":"'.length
const RELATIONS = 1
const LIKES_BY_PERIOD = 2
/** The id stands after `BEFORE_ID`, in plain ASCII. */
const PLAIN_ID = 4

/** What is read ahead of the items of a shard, as it can be kept. */
export interface PackedColumns {
  /** `[rows + 1]`: where each line begins; the last is the length of the file, with a line end. */
  readonly starts: Uint32Array
  /** `[rows]`: a bit for each thing to know. */
  readonly marks: Uint8Array
  /** `[rows]`, -1 where there is none; undefined where no item has any. */
  readonly popularity?: Float64Array | undefined
  readonly addedAt?: Float64Array | undefined
  /** By row, ids that are not read where they stand. */
  readonly ids: ReadonlyMap<number, string>
  /** Whether any item has a part that few have. */
  readonly parts: boolean
}

export interface PackedGround extends LinesGround {
  /** `[rows]`: likes that are published beside the items, and newer than what they say themselves. */
  readonly popularity?: Uint32Array | undefined
}

/**
 * The items of a shard as the bytes they came in, each made when it is asked for. Of every item only where it begins and what
 * lists ask of all is read ahead.
 */
export class PackedItems implements ItemRows {
  readonly count: number
  readonly #bytes: Uint8Array
  readonly #ground: PackedGround
  readonly columns: PackedColumns

  private constructor(bytes: Uint8Array, ground: PackedGround, columns: PackedColumns) {
    this.#bytes = bytes
    this.#ground = ground
    this.count = ground.rows
    this.columns = columns
  }

  /** Takes a file that nobody has seen before: every item is checked, as `readItems` does. @throws `catalogue-invalid` */
  static checked(bytes: Uint8Array, ground: PackedGround): PackedItems {
    readItems(bytes, ground)
    return PackedItems.known(bytes, ground)
  }

  /**
   * Takes a file that `checked` has taken before, known by the hash of its bytes: it is not parsed.
   * @throws `catalogue-invalid` if it has not the lines it should have
   */
  static known(bytes: Uint8Array, ground: PackedGround): PackedItems {
    return new PackedItems(bytes, ground, readColumns(bytes, ground))
  }

  /** Takes a file whose columns were kept, when it had the same hash. @throws `catalogue-invalid` if they are not of such a file */
  static indexed(bytes: Uint8Array, ground: PackedGround, columns: PackedColumns): PackedItems {
    const { starts, marks } = columns
    const fits =
      starts.length === ground.rows + 1 && marks.length === ground.rows && (starts.at(-1) ?? 0) >= bytes.length
    demand(fits, ground.file, 'what was kept of it is of another file')
    return new PackedItems(bytes, ground, columns)
  }

  get hasFacts(): boolean {
    const { parts, popularity, addedAt } = this.columns
    return parts || (this.#ground.popularity ?? popularity ?? addedAt) !== undefined
  }

  itemAt(row: number): Item {
    const { file, base } = this.#ground
    const start = this.columns.starts[row]
    const end = this.columns.starts[row + 1]
    const where = `${file}, line ${row + 1}`
    demand(start !== undefined && end !== undefined, where, 'there is no such line')
    const text = readText(this.#bytes.subarray(start, end - 1), where)
    const item = parseLine(text, where, (value) => value as Item)
    return this.#withLikes(withAddresses(item, base, where), row)
  }

  items(): readonly Item[] {
    const { file, rows, base } = this.#ground
    // One list is parsed faster than its lines.
    const text = readText(this.#bytes, file)
    const items = parseLine(`[${text.replaceAll('\n', ',')}]`, file, (list) => list as readonly Item[])
    demand(items.length === rows, file, `it has ${items.length} items, but the manifest says ${rows}`)
    return items.map((item, row) => this.#withLikes(withAddresses(item, base, file), row))
  }

  readId(row: number, out: Uint16Array): number {
    if (((this.columns.marks[row] as number) & PLAIN_ID) === 0) return writeUnits(this.columns.ids.get(row) ?? '', out)
    const start = (this.columns.starts[row] as number) + BEFORE_ID
    let length = 0
    while (this.#bytes[start + length] !== QUOTE) {
      out[length] = this.#bytes[start + length] as number
      length += 1
    }
    return length
  }

  factAt(row: number, fact: ItemFact): number {
    if (fact === 'addedAt') return this.columns.addedAt?.[row] ?? -1
    return this.#ground.popularity?.[row] ?? this.columns.popularity?.[row] ?? -1
  }

  hasPart(row: number, part: RarePart): boolean {
    return ((this.columns.marks[row] as number) & (part === 'relations' ? RELATIONS : LIKES_BY_PERIOD)) !== 0
  }

  #withLikes(item: Item, row: number): Item {
    const likes = this.#ground.popularity?.[row]
    return likes === undefined ? item : { ...item, popularity: likes }
  }
}

/** @throws `catalogue-invalid` */
function readColumns(bytes: Uint8Array, ground: PackedGround): PackedColumns {
  const { file, rows } = ground
  const columns = new ColumnsDraft(rows)
  const facts = new LineFacts()
  let at = 0
  for (let row = 0; row < rows; row += 1) {
    demand(at < bytes.length, file, `it has ${row} lines, but the manifest says ${rows}`)
    columns.starts[row] = at
    if (scanLine(bytes, at, facts)) columns.noteScanned(row, bytes, facts, file)
    else facts.end = columns.noteParsed(row, bytes, `${file}, line ${row + 1}`)
    at = facts.end + 1
  }
  columns.starts[rows] = at
  demand(at >= bytes.length, file, `it has more lines than the ${rows} that the manifest says`)
  return columns
}

class ColumnsDraft implements PackedColumns {
  readonly starts: Uint32Array
  readonly marks: Uint8Array
  popularity: Float64Array | undefined
  addedAt: Float64Array | undefined
  readonly ids = new Map<number, string>()
  parts = false

  constructor(rows: number) {
    this.starts = new Uint32Array(rows + 1)
    this.marks = new Uint8Array(rows)
  }

  noteScanned(row: number, bytes: Uint8Array, facts: LineFacts, file: string): void {
    const { idStart, idEnd } = facts
    let mark = this.#markOf(facts.relations, facts.likesByPeriod)
    if (idStart === (this.starts[row] as number) + BEFORE_ID && isPlain(bytes, idStart, idEnd)) mark += PLAIN_ID
    else this.ids.set(row, parseLine(readText(bytes.subarray(idStart - 1, idEnd + 1), file), file, String))
    this.marks[row] = mark
    this.#noteNumbers(row, facts.popularity, facts.addedAt)
  }

  /** @returns where the line ends */
  noteParsed(row: number, bytes: Uint8Array, where: string): number {
    const start = this.starts[row] as number
    const lineEnd = bytes.indexOf(LINE_END, start)
    const end = lineEnd < 0 ? bytes.length : lineEnd
    const { id, popularity, addedAt, relations, likesByPeriod } = parseLine(
      readText(bytes.subarray(start, end), where),
      where,
      checkItem,
    )
    this.ids.set(row, id)
    this.marks[row] = this.#markOf((relations?.length ?? 0) > 0, (likesByPeriod?.length ?? 0) > 0)
    this.#noteNumbers(row, popularity ?? -1, addedAt ?? -1)
    return end
  }

  #markOf(relations: boolean, likesByPeriod: boolean): number {
    this.parts ||= relations || likesByPeriod
    return (relations ? RELATIONS : 0) + (likesByPeriod ? LIKES_BY_PERIOD : 0)
  }

  #noteNumbers(row: number, popularity: number, addedAt: number): void {
    if (popularity >= 0) {
      this.popularity ??= new Float64Array(this.marks.length).fill(-1)
      this.popularity[row] = popularity
    }
    if (addedAt >= 0) {
      this.addedAt ??= new Float64Array(this.marks.length).fill(-1)
      this.addedAt[row] = addedAt
    }
  }
}

function isPlain(bytes: Uint8Array, start: number, end: number): boolean {
  if (end - start > ITEM_LIMITS.id) return false
  for (let at = start; at < end; at += 1) {
    const byte = bytes[at] as number
    if (byte > LAST_ASCII || byte === BACKSLASH) return false
  }
  return true
}

function writeUnits(id: string, out: Uint16Array): number {
  for (let at = 0; at < id.length; at += 1) out[at] = id.charCodeAt(at)
  return id.length
}
