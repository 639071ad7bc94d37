import { createHash } from 'node:crypto'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { LocavoreError } from '@locavore/core'
import type { AssetPlan, PlannedFile } from './asset-plan.js'

export interface CopiedFile extends PlannedFile {
  /** `kept`: the same bytes were already there. */
  readonly outcome: 'written' | 'kept'
}

/**
 * Copies every file of the plan below `folder`. What is written is what was hashed; a file appears whole or not at all.
 *
 * @throws LocavoreError `integrity-mismatch` when a source is not what its manifest says; that file is not written
 */
export async function copyAssets(plan: AssetPlan, folder: string): Promise<readonly CopiedFile[]> {
  const copied: CopiedFile[] = []
  // One after another: the largest file is 27 MB, and it is held in memory while it is hashed and written.
  for (const file of plan.files) copied.push(await copyFile(file, join(folder, file.target)))
  return copied
}

async function copyFile(file: PlannedFile, path: string): Promise<CopiedFile> {
  const present = await readFile(path).catch(() => undefined)
  if (present !== undefined && hashOf(present) === file.sha256) return { ...file, outcome: 'kept' }
  const bytes = await readVerified(file)
  await mkdir(dirname(path), { recursive: true })
  const unfinished = `${path}.${process.pid}.part`
  await writeFile(unfinished, bytes)
  await rename(unfinished, path)
  return { ...file, outcome: 'written' }
}

async function readVerified(file: PlannedFile): Promise<Buffer> {
  const bytes = await readFile(file.source).catch((thrown: unknown) => {
    throw new LocavoreError(
      'integrity-mismatch',
      `${file.source} cannot be read: ${thrown}`,
      { file: file.target },
      thrown,
    )
  })
  const sha256 = hashOf(bytes)
  if (sha256 === file.sha256) return bytes
  throw new LocavoreError(
    'integrity-mismatch',
    `${file.source} has ${bytes.length} bytes and SHA-256 ${sha256}, but should have ${file.bytes} and ${file.sha256}. Install its package again.`,
    { file: file.target },
  )
}

function hashOf(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex')
}
