import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex')

const folderOf = (specifier) => dirname(fileURLToPath(import.meta.resolve(specifier)))

/** Everything the catalogue is made from: its generator, its model, and these scripts. */
export function readInputs() {
  const model = folderOf('@locavore/nano/manifest.json')
  const manifestBytes = readFileSync(join(model, 'manifest.json'))
  return {
    model,
    manifest: JSON.parse(manifestBytes.toString('utf8')),
    digest: digestOf([
      sha256(manifestBytes),
      ...scriptsIn(folderOf('@locavore/postcards')),
      ...scriptsIn(scriptFolder()),
      ...scriptsIn(learningFolder()),
    ]),
  }
}

/** What learns from the simulated people. */
const learningFolder = () => fileURLToPath(new URL('../../../packages/pack/dist/learn/', import.meta.url))

const scriptFolder = () => dirname(dirname(fileURLToPath(import.meta.url)))

export function scriptsIn(folder) {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.m?js$/.test(name))
    .sort()
    .map((name) => `${name} ${sha256(readFileSync(join(folder, name)))}`)
}

export const digestOf = (parts) => sha256(parts.join('\n'))

/** True when what stands in `folder` was made from these inputs. */
export function isUpToDate(folder, digest) {
  const stamp = join(folder, '.made-from')
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === digest
}
