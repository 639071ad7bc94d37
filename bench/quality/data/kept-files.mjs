import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const cache = fileURLToPath(new URL('../../.cache/quality-files/', import.meta.url))

const isCode = (path) => /\.m?js$/.test(path)

function codeIn(path) {
  if (isCode(path)) return [path]
  const files = readdirSync(path, { recursive: true }).map(String)
  return files.filter(isCode).map((file) => `${path}/${file}`)
}

/** A digest of the code in these files and folders: what other code made is something else. */
function digestOf(paths) {
  const digest = createHash('sha256')
  for (const path of paths.flatMap(codeIn).sort()) digest.update(readFileSync(path))
  return digest.digest('hex').slice(0, 16)
}

/**
 * A maker of files that keeps what it made, because drawing takes longer than all measuring.
 *
 * @param code absolute paths of the files and folders of code that decide what is made
 * @param make a scene in, its bytes out
 */
export function keepFiles(kind, code, make) {
  let folder
  return async (scene) => {
    folder ??= `${cache}${kind}-${digestOf(code)}/`
    mkdirSync(folder, { recursive: true })
    const name = createHash('sha256').update(JSON.stringify(scene)).digest('hex').slice(0, 24)
    const path = folder + name
    if (existsSync(path)) return readFileSync(path)
    const bytes = await make(scene)
    const part = `${path}.${process.pid}.part`
    writeFileSync(part, bytes)
    renameSync(part, path)
    return bytes
  }
}
