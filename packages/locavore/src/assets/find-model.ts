import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, resolve } from 'node:path'

export const DEFAULT_MODEL = '@locavore/nano'

/** The folder that holds the model's `manifest.json`: a folder as named from `root`, else an installed package. */
export function findModel(model: string, root: string): string | undefined {
  const folder = resolve(root, model)
  if (existsSync(join(folder, 'manifest.json'))) return folder
  try {
    // A model package exports its manifest; the files lie beside it.
    return dirname(createRequire(join(root, 'package.json')).resolve(`${model}/manifest.json`))
  } catch {
    return undefined
  }
}
