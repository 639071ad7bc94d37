import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { PACK_LIMITS, type PackFile, type PackManifest, parseManifest } from '@locavore/catalogue'
import { LocavoreError } from '@locavore/core'
import { Fetcher } from '../media/fetch-bytes.js'
import { readPackFile, sha256Of } from '../work/disk.js'

/** A pack in a folder, or served at an address. */
export interface OpenPack {
  readonly manifest: PackManifest
  /** @throws LocavoreError `fetch-failed`, `integrity-mismatch`, `aborted` */
  read(file: PackFile): Promise<Uint8Array>
  close(): Promise<void>
}

const RETRIES = 3

/**
 * @param place a folder, its `manifest.json`, or the address of either
 * @throws LocavoreError `catalogue-invalid`, `fetch-failed`, `aborted`
 */
export async function openPack(place: string, signal?: AbortSignal): Promise<OpenPack> {
  const isWeb = /^https?:\/\//i.test(place)
  const base = place.replace(/\/?manifest\.json$/, '')
  return isWeb ? openServed(new URL(`${base.replace(/\/$/, '')}/`), signal) : openFolder(base === '' ? '.' : base)
}

async function openFolder(folder: string): Promise<OpenPack> {
  const path = join(folder, 'manifest.json')
  const bytes = await readFile(path).catch((thrown: unknown) => {
    throw new LocavoreError('catalogue-invalid', `${path} cannot be read. Is this the folder of a pack?`, {}, thrown)
  })
  return { manifest: parseManifest(bytes), read: (file) => readPackFile(folder, file), close: async () => {} }
}

async function openServed(base: URL, signal: AbortSignal | undefined): Promise<OpenPack> {
  const fetcher = new Fetcher()
  const get = (url: URL, mostBytes: number) => fetcher.bytes(url, { mostBytes, retries: RETRIES, signal })
  try {
    const bytes = await get(new URL('manifest.json', base), PACK_LIMITS.manifestBytes)
    return {
      manifest: parseManifest(bytes),
      read: async ({ path, bytes: size, sha256 }) => {
        const file = await get(new URL(path, base), size)
        if (sha256Of(file) === sha256) return file
        throw new LocavoreError('integrity-mismatch', `${path} is not the file of its manifest.`)
      },
      close: () => fetcher.close(),
    }
  } catch (thrown) {
    await fetcher.close()
    throw thrown
  }
}
