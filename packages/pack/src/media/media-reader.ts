import { readFile, realpath, stat } from 'node:fs/promises'
import { dirname, isAbsolute, relative, resolve } from 'node:path'
import { LocavoreError } from '@locavore/core'
import { refused } from '../failure.js'
import { Fetcher } from './fetch-bytes.js'

/** As large as the library takes files in a browser. */
const MOST_BYTES = 50_000_000
const RETRIES = 3

const isWeb = (text: string) => /^https?:\/\//i.test(text)
const hasProtocol = (text: string) => /^[a-z][a-z0-9+.-]+:/i.test(text)

/** Reads the media that items name: files below a folder, or addresses. */
export class MediaReader {
  readonly #root: string | undefined
  readonly #signal: AbortSignal | undefined
  readonly #fetcher = new Fetcher()

  /** @param root folder or address that relative names start from; by default the folder of the row's own file */
  constructor(root: string | undefined, signal: AbortSignal | undefined) {
    this.#root = root
    this.#signal = signal
  }

  /** @throws LocavoreError `invalid-argument`, `fetch-failed`, `media-too-large`, `aborted` */
  async read(address: string, rowFile: string): Promise<Uint8Array> {
    if (/^data:/i.test(address)) return decodeDataUrl(address)
    const place = this.#locate(address, rowFile)
    if (place instanceof URL) {
      return this.#fetcher.bytes(place, { mostBytes: MOST_BYTES, retries: RETRIES, signal: this.#signal })
    }
    await checkInside(place)
    const { size } = await stat(place.file)
    if (size > MOST_BYTES) throw new LocavoreError('media-too-large', `it has more than ${MOST_BYTES} bytes`)
    return readFile(place.file)
  }

  /**
   * What tells one state of a medium from another without reading it: for files their size and time, for addresses the
   * address. Undefined where there is nothing.
   */
  async stamp(address: string, rowFile: string): Promise<string | undefined> {
    if (/^data:/i.test(address)) return address
    const place = this.#locate(address, rowFile)
    if (place instanceof URL) return place.href
    const found = await stat(place.file).catch(() => undefined)
    return found === undefined ? undefined : `${found.size} ${found.mtimeMs}`
  }

  close(): Promise<void> {
    return this.#fetcher.close()
  }

  #locate(address: string, rowFile: string): URL | LocalFile {
    if (isWeb(address)) return new URL(address)
    if (hasProtocol(address)) throw refused('only http:, https: and data: addresses, or files, are read')
    const root = this.#root ?? dirname(rowFile)
    if (isWeb(root)) return new URL(address, root.endsWith('/') ? root : `${root}/`)
    const path = decodePath(address)
    if (isAbsolute(path)) throw refused('it is an absolute path; name files from the folder of --media')
    return { folder: resolve(root), file: resolve(root, path) }
  }
}

interface LocalFile {
  readonly folder: string
  readonly file: string
}

/** A table from elsewhere must not make a machine read whatever file it names, not even through a link. */
async function checkInside({ folder, file }: LocalFile): Promise<void> {
  const [realFolder, realFile] = await Promise.all([folder, file].map((path) => realpath(path).catch(() => undefined)))
  if (realFolder === undefined || realFile === undefined) throw refused('the file is not there')
  const inside = relative(realFolder, realFile)
  if (inside.startsWith('..') || isAbsolute(inside)) throw refused('the file is outside of the folder of --media')
}

/** An address may be written as a page would: with `%20`, and with a query. */
function decodePath(address: string): string {
  const path = address.replace(/[?#].*$/, '')
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}

function decodeDataUrl(address: string): Uint8Array {
  const [, base64, body = ''] = /^data:[^,]*?(;base64)?,(.*)$/is.exec(address) ?? []
  return base64 === undefined ? Buffer.from(decodeURIComponent(body), 'utf8') : Buffer.from(body, 'base64')
}
