import { checkItem, checkItemId, type Item } from '@locavore/core'
import { demand, packError } from '../pack-error.js'

/** Addresses that only show or play something. Others, such as `javascript:`, could act when a page uses them. */
const MEDIA_PROTOCOLS = ['https:', 'http:', 'data:']
const ADDRESSES = ['image', 'audio', 'clip'] as const
/** Stands for the address of a manifest where it is not known. */
const NOWHERE = 'https://locavore.invalid/'

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
  const ended = bytes.at(-1) === 0x0a
  // Counted before anything is cut up: a file of nothing but line ends is no list of that many texts.
  let lines = ended || bytes.length === 0 ? 0 : 1
  for (let at = bytes.indexOf(0x0a); at >= 0; at = bytes.indexOf(0x0a, at + 1)) lines += 1
  demand(lines === rows, file, `it has ${lines} lines, but the manifest says ${rows}`)
  if (rows === 0) return []
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(ended ? bytes.subarray(0, -1) : bytes)
  } catch {
    throw packError(file, 'it is not UTF-8')
  }
  return text.split('\n')
}

function parseLine<Value>(line: string, where: string, check: (value: unknown) => Value): Value {
  try {
    return check(JSON.parse(line))
  } catch (error) {
    throw packError(where, error instanceof Error ? error.message : 'it cannot be read')
  }
}

function withAddresses(item: Item, base: URL | undefined, where: string): Item {
  const addresses = ADDRESSES.flatMap((field) => {
    const address = item[field]
    if (address === undefined) return []
    const url = URL.canParse(address, base ?? NOWHERE) ? new URL(address, base ?? NOWHERE) : undefined
    demand(url !== undefined, where, `the address in "${field}" is none`)
    demand(MEDIA_PROTOCOLS.includes(url.protocol), where, `the address in "${field}" has the protocol ${url.protocol}`)
    return [[field, base === undefined ? address : url.href] as const]
  })
  return addresses.length === 0 ? item : { ...item, ...Object.fromEntries(addresses) }
}

function encode(text: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(new TextEncoder().encode(text))
}
