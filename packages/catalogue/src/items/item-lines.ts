import { checkItem, checkItemId, type Item } from '@locavore/core'
import { demand, packError } from '../pack-error.js'

/** Addresses that only show or play something. Others, such as `javascript:`, could act when a page uses them. */
const MEDIA_PROTOCOLS = ['https:', 'http:', 'data:']
const ADDRESSES = ['image', 'audio', 'clip'] as const
/** Stands for the address of a manifest where it is not known. */
const NOWHERE = 'https://locavore.invalid/'
const LINE_END = 0x0a
/** A relative address that resolving only puts a folder before, as most are: a hundred thousand cost too much otherwise. */
const PLAIN_PATH = /^[\w-]+(?:\/[\w-]+)*(?:\.\w+)*$/

export interface LinesGround {
  readonly file: string
  readonly rows: number
  /** Address of the manifest; with it, addresses of media are made absolute. */
  readonly base?: URL
}

/**
 * The items of a shard, checked one by one, no id twice.
 * @throws LocavoreError `catalogue-invalid`, naming the line
 */
export function readItems(bytes: Uint8Array, { file, rows, base }: LinesGround): readonly Item[] {
  const seen = new Set<string>()
  return readLines(bytes, file, rows).map((line, index) => {
    const where = `${file}, line ${index + 1}`
    const item = withAddresses(parseLine(line, where, checkItem), base, where)
    demand(!seen.has(item.id), where, 'it has the id of a line before it')
    seen.add(item.id)
    return item
  })
}

/** The ids a shard removes, no id twice. @throws LocavoreError `catalogue-invalid`, naming the line */
export function readRemovals(bytes: Uint8Array, { file, rows }: LinesGround): readonly string[] {
  const ids = readLines(bytes, file, rows).map((line, index) =>
    parseLine(line, `${file}, line ${index + 1}`, checkItemId),
  )
  demand(new Set(ids).size === ids.length, file, 'it names an id twice')
  return ids
}

/** @throws `invalid-argument` for an item that no reader would take */
export function writeItems(items: readonly Item[]): Uint8Array<ArrayBuffer> {
  return encode(items.map((item) => `${JSON.stringify(checkItem(item))}\n`).join(''))
}

export function writeRemovals(ids: readonly string[]): Uint8Array<ArrayBuffer> {
  return encode(ids.map((id) => `${JSON.stringify(checkItemId(id))}\n`).join(''))
}

function readLines(bytes: Uint8Array, file: string, rows: number): readonly string[] {
  // Counted before anything is cut up: a file of nothing but line ends is no list of that many texts.
  let lines = bytes.at(-1) === LINE_END || bytes.length === 0 ? 0 : 1
  for (let at = bytes.indexOf(LINE_END); at >= 0; at = bytes.indexOf(LINE_END, at + 1)) lines += 1
  demand(lines === rows, file, `it has ${lines} lines, but the manifest says ${rows}`)
  return rows === 0 ? [] : readText(bytes, file).split('\n')
}

export function readText(bytes: Uint8Array, file: string): string {
  try {
    const own = bytes.at(-1) === LINE_END ? bytes.subarray(0, -1) : bytes
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(own)
  } catch {
    throw packError(file, 'it is not UTF-8')
  }
}

export function parseLine<Value>(line: string, where: string, check: (value: unknown) => Value): Value {
  try {
    return check(JSON.parse(line))
  } catch (error) {
    throw packError(where, error instanceof Error ? error.message : 'it cannot be read')
  }
}

/** @throws `catalogue-invalid` for an address that is none, or could act */
export function withAddresses(item: Item, base: URL | undefined, where: string): Item {
  if (item.image === undefined && item.audio === undefined && item.clip === undefined) return item
  const addresses = ADDRESSES.flatMap((field) => {
    const address = item[field]
    return address === undefined ? [] : [[field, resolve(address, field, base, where)] as const]
  })
  return { ...item, ...Object.fromEntries(addresses) }
}

function resolve(address: string, field: string, base: URL | undefined, where: string): string {
  const folder = PLAIN_PATH.test(address) ? folderOf(base) : undefined
  if (folder !== undefined) return folder + address
  const url = URL.canParse(address, base ?? NOWHERE) ? new URL(address, base ?? NOWHERE) : undefined
  demand(url !== undefined, where, `the address in "${field}" is none`)
  demand(MEDIA_PROTOCOLS.includes(url.protocol), where, `the address in "${field}" has the protocol ${url.protocol}`)
  return base === undefined ? address : url.href
}

let last: { readonly base: URL; readonly folder: string | undefined } | undefined

/** What a plain path is put behind; undefined where it must be resolved. */
function folderOf(base: URL | undefined): string | undefined {
  if (base === undefined) return ''
  if (last?.base !== base) {
    last = { base, folder: MEDIA_PROTOCOLS.slice(0, 2).includes(base.protocol) ? new URL('.', base).href : undefined }
  }
  return last.folder
}

function encode(text: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(new TextEncoder().encode(text))
}
