import * as zlib from 'node:zlib'
import {
  asyncBufferFromFile,
  type Compressors,
  type FileMetaData,
  parquetMetadataAsync,
  parquetReadObjects,
} from 'hyparquet'
import { reasonOf, refused } from '../failure.js'
import type { GoodRow } from './row.js'

/** Rows unpacked at a time: wide vectors in one large row group would fill the memory. */
const ROWS_AT_ONCE = 8_192

/** Snappy, which Spark and Ray write unless told otherwise, is unpacked by the library itself. */
const COMPRESSORS: Compressors = {
  GZIP: (input) => zlib.gunzipSync(input),
  BROTLI: (input) => zlib.brotliDecompressSync(input),
  ZSTD: (input) => unpackZstandard(input),
}

function unpackZstandard(input: Uint8Array): Uint8Array {
  // Node has it from 22.15 on.
  const { zstdDecompressSync } = zlib as { zstdDecompressSync?: (bytes: Uint8Array) => Buffer }
  if (zstdDecompressSync !== undefined) return zstdDecompressSync(input)
  throw refused(
    'It is packed with Zstandard, which this Node cannot read. Use Node 22.15 or later, or write it with snappy.',
  )
}

/**
 * The rows of a Parquet file, some of its columns only where that is wanted. Numbers of 64 bits become JavaScript's where
 * they fit, else texts.
 *
 * @throws LocavoreError `invalid-argument` where the file is none, or lacks a column
 */
export async function* readParquet(path: string, columns?: readonly string[]): AsyncGenerator<GoodRow> {
  const file = await asyncBufferFromFile(path)
  const metadata = await inFile(path, () => parquetMetadataAsync(file))
  const missing = columns?.find((column) => !columnNames(metadata).includes(column))
  if (missing !== undefined) {
    throw refused(`${path} has no column "${missing}"; it has ${columnNames(metadata).join(', ')}.`)
  }
  const rows = Number(metadata.num_rows)
  for (let start = 0; start < rows; start += ROWS_AT_ONCE) {
    const rowEnd = Math.min(rows, start + ROWS_AT_ONCE)
    const some = await inFile(path, () =>
      parquetReadObjects({
        file,
        metadata,
        rowStart: start,
        rowEnd,
        compressors: COMPRESSORS,
        ...(columns === undefined ? {} : { columns: [...columns] }),
      }),
    )
    for (const [index, row] of some.entries()) {
      yield { file: path, line: start + index + 1, value: plainRow(row) }
    }
  }
}

function columnNames({ schema }: FileMetaData): readonly string[] {
  const names: string[] = []
  let skipped = 0
  for (const { name, num_children: children = 0 } of schema.slice(1)) {
    if (skipped > 0) skipped -= 1
    else names.push(name)
    // Children follow their parent: those of a column are no columns.
    skipped += children
  }
  return names
}

async function inFile<Value>(path: string, task: () => Promise<Value>): Promise<Value> {
  try {
    return await task()
  } catch (thrown) {
    throw refused(`${path} is no Parquet file that can be read: ${reasonOf(thrown)}`, thrown)
  }
}

function plainRow(row: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(row).map(([name, value]) => [name, plain(value)]))
}

function plain(value: unknown): unknown {
  if (value === null || value === undefined) return undefined
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : String(value)
  if (Array.isArray(value)) return value.length > 0 && typeof value[0] === 'number' ? value : value.map(plain)
  if (value instanceof Date || ArrayBuffer.isView(value) || typeof value !== 'object') return value
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, plain(member)]))
}
