import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { refused } from '../failure.js'

/** The files that one input stands for: itself, or every part file of a folder, by name, as engines write them. */
export async function partFiles(path: string, endings: readonly string[]): Promise<readonly string[]> {
  const found = await stat(path).catch((thrown: unknown) => {
    throw refused(`${path} is not there, or cannot be read.`, thrown)
  })
  if (!found.isDirectory()) return [path]
  const entries = await readdir(path, { recursive: true, withFileTypes: true })
  const files = entries
    .filter((entry) => entry.isFile() && endings.some((ending) => entry.name.endsWith(ending)))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => !isHidden(file.slice(path.length)))
    .sort()
  if (files.length > 0) return files
  throw refused(`${path} holds no file that ends in ${endings.join(', ')}.`)
}

/** `_SUCCESS`, `_temporary/`, `.part-0.crc`: what Spark and Hadoop leave beside the data. */
function isHidden(path: string): boolean {
  return path.split(/[\\/]/).some((name) => name.startsWith('_') || name.startsWith('.'))
}
