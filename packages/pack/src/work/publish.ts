import { copyFile, mkdir, readFile, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { formatManifest, type PackFile, type PackManifest, packFiles, parseManifest } from '@locavore/catalogue'
import { checkAborted } from '../failure.js'
import { diskFailure, writeWhole } from './disk.js'

/** The manifest of a folder; undefined where there is none that can be read. */
export async function heldManifest(folder: string): Promise<PackManifest | undefined> {
  const bytes = await readFile(join(folder, 'manifest.json')).catch(() => undefined)
  try {
    return bytes === undefined ? undefined : parseManifest(bytes)
  } catch {
    return undefined
  }
}

/**
 * Puts a pack into its folder so that the folder is whole at every moment: files first, under names that no other content
 * has, then the manifest in one step, and only then what the old manifest alone named goes.
 *
 * @param placeOf where each file of the pack lies now
 * @throws LocavoreError `storage-failed`, `aborted`
 */
export async function publish(
  to: string,
  manifest: PackManifest,
  placeOf: (file: PackFile) => string,
  signal: AbortSignal | undefined,
): Promise<void> {
  const held = await heldManifest(to)
  const files = packFiles(manifest).map(({ file }) => file)
  try {
    await mkdir(to, { recursive: true })
    for (const file of files) {
      checkAborted(signal)
      await place(placeOf(file), join(to, file.path), file.bytes)
    }
  } catch (thrown) {
    if (signal?.aborted) throw thrown
    throw diskFailure(to, thrown)
  }
  checkAborted(signal)
  await writeWhole(join(to, 'manifest.json'), formatManifest(manifest))
  const wanted = new Set(files.map(({ path }) => path))
  for (const { file } of held === undefined ? [] : packFiles(held)) {
    if (!wanted.has(file.path)) await rm(join(to, file.path), { force: true })
  }
}

async function place(from: string, to: string, bytes: number): Promise<void> {
  if (from === to || (await stat(to).catch(() => undefined))?.size === bytes) return
  await mkdir(dirname(to), { recursive: true })
  const part = `${to}.part`
  await copyFile(from, part)
  await rename(part, to)
}
