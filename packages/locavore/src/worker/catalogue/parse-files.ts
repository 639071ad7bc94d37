import { checkItem, type Item, LocavoreError, type QuantisedRows } from '@locavore/core'
import type { CatalogueManifest } from '../../shared/catalogue-manifest.js'
import { paddedCodes } from './parse-manifest.js'

/** Addresses that only show or play something. Others, such as `javascript:`, could act when a page uses them. */
const MEDIA_PROTOCOLS = ['https:', 'http:', 'data:']
const ADDRESSES = ['image', 'audio', 'clip'] as const

/**
 * The items of a JSON Lines file, checked, with the addresses of their media made absolute.
 * @throws LocavoreError `catalogue-invalid`, naming the line
 */
export function parseItems(bytes: Uint8Array, manifest: CatalogueManifest, base: URL): readonly Item[] {
  const lines = decode(bytes, manifest.items.path).split('\n')
  if (lines.at(-1) === '') lines.pop()
  if (lines.length !== manifest.itemCount) {
    throw invalid(`${manifest.items.path} has ${lines.length} lines, but itemCount is ${manifest.itemCount}`)
  }
  const seen = new Set<string>()
  return lines.map((line, index) => {
    const item = parseLine(line, base, `${manifest.items.path}, line ${index + 1}`)
    if (seen.has(item.id)) throw invalid(`${manifest.items.path}, line ${index + 1} has the id of a line before it`)
    seen.add(item.id)
    return item
  })
}

function parseLine(line: string, base: URL, where: string): Item {
  try {
    const item = checkItem(JSON.parse(line))
    const addresses = ADDRESSES.flatMap((field) => {
      const address = item[field]
      return address === undefined ? [] : [[field, mediaAddress(field, address, base)] as const]
    })
    return { ...item, ...Object.fromEntries(addresses) }
  } catch (error) {
    throw invalid(`${where}: ${error instanceof Error ? error.message : 'it cannot be read'}`)
  }
}

function mediaAddress(field: string, address: string, base: URL): string {
  const url = new URL(address, base)
  if (MEDIA_PROTOCOLS.includes(url.protocol)) return url.href
  throw new Error(`the address in "${field}" has the protocol ${url.protocol}`)
}

/**
 * The rows of a vector file: codes, padding, scales.
 * @throws LocavoreError `catalogue-invalid`
 */
export function parseVectors(bytes: Uint8Array<ArrayBuffer>, manifest: CatalogueManifest, path: string): QuantisedRows {
  const { itemCount: count } = manifest
  const { dimensions } = manifest.space
  const codes = new Int8Array(bytes.buffer, bytes.byteOffset, count * dimensions).slice()
  const scales = new Float32Array(count)
  const view = new DataView(bytes.buffer, bytes.byteOffset + paddedCodes(count, dimensions))
  for (let row = 0; row < count; row += 1) {
    const scale = view.getFloat32(row * 4, true)
    if (!Number.isFinite(scale) || scale < 0) throw invalid(`${path}: the scale of row ${row} is ${scale}`)
    scales[row] = scale
  }
  return { dimensions, count, codes, scales }
}

function decode(bytes: Uint8Array, path: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw invalid(`${path} is not UTF-8`)
  }
}

function invalid(what: string): LocavoreError {
  return new LocavoreError('catalogue-invalid', `The catalogue cannot be used: ${what}.`)
}
