import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { PackFile } from '@locavore/catalogue'
import { LocavoreError } from '@locavore/core'
import { reasonOf } from '../failure.js'

export const sha256Of = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('hex')

/** Twelve digits of a hash tell any two files of a pack apart. */
const DIGITS = 12

/** Writes a file whole or not at all: beside its place first, then renamed. */
export async function writeWhole(path: string, bytes: Uint8Array | string): Promise<void> {
  const part = `${path}.part`
  try {
    await writeFile(part, bytes)
    await rename(part, path)
  } catch (thrown) {
    await rm(part, { force: true })
    throw diskFailure(path, thrown)
  }
}

/** Writes a file whose name holds its hash, so that no cache serves an older one under it. */
export async function writeHashed(folder: string, stem: string, ending: string, bytes: Uint8Array): Promise<PackFile> {
  const hash = sha256Of(bytes)
  const path = `${stem}.${hash.slice(0, DIGITS)}.${ending}`
  const held = await stat(join(folder, path)).catch(() => undefined)
  if (held?.size !== bytes.length) await writeWhole(join(folder, path), bytes)
  return { path, bytes: bytes.length, sha256: hash }
}

/** The hash of a file that may be larger than the memory. */
export async function hashFile(path: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer)
  return hash.digest('hex')
}

/** @throws LocavoreError `integrity-mismatch` unless it is the file that was written */
export async function readPackFile(folder: string, { path, sha256, bytes }: PackFile): Promise<Buffer> {
  const read = await readFile(join(folder, path)).catch((thrown: unknown) => {
    throw new LocavoreError('integrity-mismatch', `${join(folder, path)} cannot be read.`, {}, thrown)
  })
  if (read.length === bytes && sha256Of(read) === sha256) return read
  throw new LocavoreError('integrity-mismatch', `${join(folder, path)} is not the file of its manifest.`)
}

export function diskFailure(path: string, thrown: unknown): LocavoreError {
  return new LocavoreError('storage-failed', `${path} cannot be written: ${reasonOf(thrown)}`, {}, thrown)
}
