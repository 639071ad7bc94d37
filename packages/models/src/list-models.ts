import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseModelManifest } from '@locavore/encoders/assets'
import type { ModelManifest } from '@locavore/encoders/towers'

export interface ListedModel {
  /** Below the folder that was listed. */
  readonly folder: string
  /** Or what is wrong with it, in words. */
  readonly manifest: ModelManifest | string
}

/** Models below a folder, by name; what is unfinished is told as such. A folder that is not there holds none. */
export async function listModels(to: string): Promise<readonly ListedModel[]> {
  const entries = await readdir(to, { withFileTypes: true }).catch(() => [])
  const folders = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name)
  const models: ListedModel[] = []
  for (const folder of folders.sort()) {
    if (folder.startsWith('.adding-')) models.push({ folder, manifest: 'unfinished: run its add again, or delete it' })
    else models.push({ folder, manifest: await readManifest(join(to, folder)) })
  }
  return models
}

async function readManifest(folder: string): Promise<ModelManifest | string> {
  try {
    return parseModelManifest(JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8')))
  } catch (thrown) {
    return thrown instanceof Error ? thrown.message : String(thrown)
  }
}
