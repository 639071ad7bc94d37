import { refused } from '../failure.js'
import { decodeText, LONGEST_LINE, readByteLines } from './byte-lines.js'
import type { Row } from './row.js'

/** Lines that one quoted value may span. Beyond, the quote was not meant to be one. */
const MOST_LINES = 1_000

interface Record {
  readonly line: number
  /** Undefined where it is none. */
  readonly cells: readonly string[] | undefined
  readonly problem?: string
}

/**
 * Comma-separated values (RFC 4180), or tab-separated ones: the first row names the columns, values may stand in double
 * quotes and then hold commas, line ends and doubled quotes. Every value is a text; an empty one counts as none.
 *
 * @throws LocavoreError `invalid-argument` where there is no row of names
 */
export async function* readCsv(path: string, separator: ',' | '\t'): AsyncGenerator<Row> {
  let names: readonly string[] | undefined
  for await (const record of readRecords(path, separator)) {
    const { line, cells, problem } = record
    if (names === undefined) {
      names = checkNames(cells, path)
      continue
    }
    if (cells === undefined) yield { file: path, line, problem: problem ?? 'the row cannot be read' }
    else if (cells.length !== names.length) {
      yield { file: path, line, problem: `the row has ${cells.length} values for ${names.length} columns` }
    } else yield { file: path, line, value: toObject(names, cells) }
  }
  if (names === undefined) throw refused(`${path} is empty. Its first line must name the columns.`)
}

function checkNames(cells: readonly string[] | undefined, path: string): readonly string[] {
  const names = cells?.map((name) => name.replace(/^\uFEFF/, '').trim())
  if (names === undefined || names.some((name) => name === '') || new Set(names).size !== names.length) {
    throw refused(`${path}: the first line must name every column, each differently.`)
  }
  return names
}

function toObject(names: readonly string[], cells: readonly string[]): { readonly [name: string]: unknown } {
  return Object.fromEntries(names.flatMap((name, index) => (cells[index] === '' ? [] : [[name, cells[index]]])))
}

async function* readRecords(path: string, separator: string): AsyncGenerator<Record> {
  const joiner = new LineJoiner(separator)
  for await (const { line, bytes } of readByteLines(path)) {
    const text = bytes && decodeText(bytes)
    if (text !== undefined) yield* joiner.push({ line, text })
    else {
      yield* joiner.end()
      const problem = bytes === undefined ? `the line is longer than ${LONGEST_LINE} bytes` : 'the line is not UTF-8'
      yield { line, cells: undefined, problem }
    }
  }
  yield* joiner.end()
}

interface Line {
  readonly line: number
  readonly text: string
}

/** Joins lines while a quote is open. One that never closes is a fault of its own line, and reading goes on after it. */
class LineJoiner {
  readonly #separator: string
  #open: Line[] = []

  constructor(separator: string) {
    this.#separator = separator
  }

  *push(line: Line): Generator<Record> {
    if (this.#open.length === 0 && line.text === '') return
    this.#open.push(line)
    const record = parse(this.#open, this.#separator)
    const isOpen = record === 'open'
    // A quote that closes oddly lines later is the start of the next value: this one was never closed.
    const wasNeverClosed = this.#open.length > 1 && !isOpen && record.cells === undefined
    if (wasNeverClosed || (isOpen && this.#open.length >= MOST_LINES)) yield* this.#giveUp()
    else if (!isOpen) {
      this.#open = []
      yield record
    }
  }

  *end(): Generator<Record> {
    while (this.#open.length > 0) yield* this.#giveUp()
  }

  *#giveUp(): Generator<Record> {
    const [first, ...others] = this.#open
    this.#open = []
    if (first !== undefined) {
      yield { line: first.line, cells: undefined, problem: 'a quote is opened and never closed' }
    }
    for (const line of others) yield* this.push(line)
  }
}

function parse(lines: readonly Line[], separator: string): Record | 'open' {
  const line = lines[0]?.line ?? 0
  const text = lines.map((one) => one.text).join('\n')
  const cells: string[] = []
  let at = 0
  for (;;) {
    let cell: string
    if (text[at] === '"') {
      const end = closingQuote(text, at + 1)
      if (end < 0) return 'open'
      cell = text.slice(at + 1, end).replaceAll('""', '"')
      at = end + 1
      if (at < text.length && text[at] !== separator) {
        return { line, cells: undefined, problem: 'a quote closes in the middle of a value' }
      }
    } else {
      const end = text.indexOf(separator, at)
      cell = text.slice(at, end < 0 ? text.length : end)
      at = end < 0 ? text.length : end
    }
    cells.push(cell)
    if (at >= text.length) return { line, cells }
    at += separator.length
  }
}

function closingQuote(text: string, from: number): number {
  for (let at = text.indexOf('"', from); at >= 0; at = text.indexOf('"', at + 2)) {
    if (text[at + 1] !== '"') return at
  }
  return -1
}
