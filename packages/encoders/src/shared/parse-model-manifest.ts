import { LocavoreError } from '@locavore/core'
import type { ModelManifest } from './model-manifest.js'
import { checkTower, isRecord, nameOf, numberOf, type Problems, TOWERS } from './parse-tower.js'

const FORMAT = 'locavore-model@1'
const SAFE_NAME = /^[\w.-]+$/
const SAFE_PATH = /^[\w.-]+(\/[\w.-]+)*$/
const HASH = /^[0-9a-f]{64}$/

function checkFiles(files: unknown, problems: Problems): ReadonlySet<string> {
  const paths = new Set<string>()
  if (!Array.isArray(files) || files.length === 0) {
    problems.push('`files` must be a list with at least one file')
    return paths
  }
  for (const file of files as unknown[]) {
    const path = isRecord(file) ? file['path'] : undefined
    if (!isRecord(file) || typeof path !== 'string' || !SAFE_PATH.test(path) || path.includes('..')) {
      problems.push('a path in `files` is missing or leaves the folder')
      continue
    }
    paths.add(path)
    if (!Number.isSafeInteger(file['bytes']) || numberOf(file['bytes']) < 0)
      problems.push(`${path} has no size in bytes`)
    if (typeof file['sha256'] !== 'string' || !HASH.test(file['sha256'])) problems.push(`${path} has no SHA-256`)
  }
  return paths
}

function checkSpace(space: unknown, problems: Problems): void {
  const dimensions = isRecord(space) ? numberOf(space['dimensions']) : Number.NaN
  if (!isRecord(space) || typeof space['id'] !== 'string' || space['id'] === '') problems.push('`space.id` is missing')
  if (!Number.isSafeInteger(dimensions) || dimensions < 1 || dimensions > 8192) {
    problems.push('`space.dimensions` must be a whole number from 1 to 8192')
  }
  if (!isRecord(space) || !Array.isArray(space['modalities'])) problems.push('`space.modalities` is missing')
}

/**
 * Reads a manifest that came from outside (a file, a site's configuration) and answers with it, or with all that is wrong.
 *
 * @throws LocavoreError `model-invalid`
 */
export function parseModelManifest(value: unknown): ModelManifest {
  const problems: Problems = []
  if (!isRecord(value)) throw new LocavoreError('model-invalid', 'A model manifest must be a JSON object.')
  if (value['format'] !== FORMAT) problems.push(`\`format\` must be ${FORMAT}, not ${nameOf(value['format'])}`)
  for (const key of ['id', 'revision'] as const) {
    const name = value[key]
    if (typeof name !== 'string' || !SAFE_NAME.test(name))
      problems.push(`\`${key}\` must be a name of letters, digits, - . _`)
  }
  checkSpace(value['space'], problems)
  const paths = checkFiles(value['files'], problems)
  if (!Array.isArray(value['variants']) || value['variants'].length === 0) problems.push('`variants` is missing')
  if (typeof value['golden'] !== 'string' || !paths.has(value['golden'])) problems.push('`golden` is not in `files`')
  const { tags } = value
  if (tags !== undefined && (typeof tags !== 'string' || !paths.has(tags))) problems.push('`tags` is not in `files`')
  const towers = isRecord(value['towers']) ? value['towers'] : {}
  const known = Object.keys(towers).filter((name) => (TOWERS as readonly string[]).includes(name))
  if (known.length === 0) problems.push(`\`towers\` needs some of ${TOWERS.join(', ')}`)
  for (const name of known) checkTower(name, towers[name], paths, problems)
  if (problems.length > 0) {
    throw new LocavoreError('model-invalid', `The model manifest cannot be used: ${problems.join('; ')}.`)
  }
  return value as unknown as ModelManifest
}
