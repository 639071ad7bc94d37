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
  /** `[rows + 1]`: where each line begins; the last is the length of the file, with a line end. */
  readonly #starts: Uint32Array
  /** `[rows]`: a bit for each thing to know. */
  readonly #marks: Uint8Array
  /** `[rows]`, -1 where there is none; undefined where no item has any. */
  #popularity: Float64Array | undefined
  #addedAt: Float64Array | undefined
  /** Ids that are not read where they stand. */
  readonly #ids = new Map<number, string>()

  private constructor(bytes: Uint8Array, ground: PackedGround) {
    this.#bytes = bytes
    this.#ground = ground
    this.count = ground.rows
    this.#starts = new Uint32Array(ground.rows + 1)
    this.#marks = new Uint8Array(ground.rows)
    this.#read()
  }

  /** Takes a file that nobody has seen before: every item is checked, as `readItems` does. @throws `catalogue-invalid` */
  static checked(bytes: Uint8Array, ground: PackedGround): PackedItems {
    readItems(bytes, ground)
    return new PackedItems(bytes, ground)
  }

  /**
   * Takes a file that `checked` has taken before, known by the hash of its bytes: it is not parsed.
   * @throws `catalogue-invalid` if it has not the lines it should have
   */
  static known(bytes: Uint8Array, ground: PackedGround): PackedItems {
    return new PackedItems(bytes, ground)
  }

  itemAt(row: number): Item {
    const { file, base } = this.#ground
    const start = this.#starts[row]
    const end = this.#starts[row + 1]
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
    if (((this.#marks[row] as number) & PLAIN_ID) === 0) return writeUnits(this.#ids.get(row) ?? '', out)
    const start = (this.#starts[row] as number) + BEFORE_ID
    let length = 0
    while (this.#bytes[start + length] !== QUOTE) {
      out[length] = this.#bytes[start + length] as number
      length += 1
    }
    return length
  }

  factAt(row: number, fact: ItemFact): number {
    if (fact === 'addedAt') return this.#addedAt?.[row] ?? -1
    return this.#ground.popularity?.[row] ?? this.#popularity?.[row] ?? -1
  }

  hasPart(row: number, part: RarePart): boolean {
    return ((this.#marks[row] as number) & (part === 'relations' ? RELATIONS : LIKES_BY_PERIOD)) !== 0
  }

  #withLikes(item: Item, row: number): Item {
    const likes = this.#ground.popularity?.[row]
    return likes === undefined ? item : { ...item, popularity: likes }
  }

  #read(): void {
    const { file, rows } = this.#ground
    const bytes = this.#bytes
    const facts = new LineFacts()
    let at = 0
    for (let row = 0; row < rows; row += 1) {
      demand(at < bytes.length, file, `it has ${row} lines, but the manifest says ${rows}`)
      this.#starts[row] = at
      if (scanLine(bytes, at, facts)) this.#noteScanned(row, at, facts)
      else this.#noteParsed(row, at, facts)
      at = facts.end + 1
    }
    this.#starts[rows] = at
    demand(at >= bytes.length, file, `it has more lines than the ${rows} that the manifest says`)
  }

  #noteScanned(row: number, start: number, facts: LineFacts): void {
    const { idStart, idEnd } = facts
    let mark = (facts.relations ? RELATIONS : 0) + (facts.likesByPeriod ? LIKES_BY_PERIOD : 0)
    if (idStart === start + BEFORE_ID && isPlain(this.#bytes, idStart, idEnd)) mark += PLAIN_ID
    else
      this.#ids.set(
        row,
        parseLine(readText(this.#bytes.subarray(idStart - 1, idEnd + 1), this.#ground.file), this.#ground.file, String),
      )
    this.#marks[row] = mark
    this.#noteNumbers(row, facts.popularity, facts.addedAt)
  }

  #noteParsed(row: number, start: number, facts: LineFacts): void {
    const lineEnd = this.#bytes.indexOf(LINE_END, start)
    facts.end = lineEnd < 0 ? this.#bytes.length : lineEnd
    const where = `${this.#ground.file}, line ${row + 1}`
    const text = readText(this.#bytes.subarray(start, facts.end), where)
    const { id, popularity, addedAt, relations, likesByPeriod } = parseLine(text, where, checkItem)
    this.#ids.set(row, id)
    this.#marks[row] =
      ((relations?.length ?? 0) > 0 ? RELATIONS : 0) + ((likesByPeriod?.length ?? 0) > 0 ? LIKES_BY_PERIOD : 0)
    this.#noteNumbers(row, popularity ?? -1, addedAt ?? -1)
  }

  #noteNumbers(row: number, popularity: number, addedAt: number): void {
    if (popularity >= 0) {
      this.#popularity ??= new Float64Array(this.count).fill(-1)
      this.#popularity[row] = popularity
    }
    if (addedAt >= 0) {
      this.#addedAt ??= new Float64Array(this.count).fill(-1)
      this.#addedAt[row] = addedAt
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
