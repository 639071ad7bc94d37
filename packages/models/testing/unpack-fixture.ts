import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gunzipSync } from 'node:zlib'

export const FIXTURES = fileURLToPath(new URL('../fixtures', import.meta.url))

/** Path -> bytes of a model made by fixtures/make, as a repository of the hub would hold it. */
export async function readFixture(name: string): Promise<Map<string, Buffer>> {
  const root = join(FIXTURES, name)
  const entries = await readdir(root, { recursive: true, withFileTypes: true })
  const files = new Map<string, Buffer>()
  for (const entry of entries.filter((candidate) => candidate.isFile())) {
    const path = relative(root, join(entry.parentPath, entry.name)).replaceAll('\\', '/')
    if (path === 'reference.json') continue
    const bytes = await readFile(join(root, path))
    files.set(path.replace(/\.gz$/, ''), path.endsWith('.gz') ? gunzipSync(bytes) : bytes)
  }
  return files
}

/** Writes a fixture out as the folder that a download of its repository would be. */
export async function unpackFixture(name: string, folder: string): Promise<void> {
  for (const [path, bytes] of await readFixture(name)) {
    await mkdir(dirname(join(folder, path)), { recursive: true })
    await writeFile(join(folder, path), bytes)
  }
}
