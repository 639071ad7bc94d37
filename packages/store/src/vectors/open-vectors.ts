import { LocavoreError } from '@locavore/core'
import { deleteDatabase } from '../indexeddb/connection/open-database.js'
import { hasOpfs, removeFolder } from '../opfs/private-files.js'
import { LIMITS } from '../shared/limits.js'
import { databaseName } from '../site-name.js'
import { IndexedDbVectors } from './indexeddb-vectors.js'
import { OpfsVectors } from './opfs-vectors.js'
import type { VectorFile, VectorFileOptions } from './vector-file.js'

const KNOWN = ['name', 'set', 'dimensions', 'backend']
const ERASE_DEADLINE = 1_900

/**
 * Opens a set of vectors, empty at first.
 * @throws `invalid-argument`, `unknown-option`, `storage-unavailable` (a backend that this thread has not),
 * `storage-blocked`, `storage-failed`
 */
export async function openVectors(options: VectorFileOptions): Promise<VectorFile> {
  checkOptions(options)
  const { name, set, dimensions, backend = hasOpfs() ? 'opfs' : 'indexeddb' } = options
  const place = vectorsName(name)
  if (backend === 'indexeddb') return IndexedDbVectors.open(place, set, dimensions)
  if (hasOpfs()) return OpfsVectors.open(place, set, dimensions)
  throw new LocavoreError(
    'storage-unavailable',
    'This thread has no private file system: it is for workers of secure pages. Leave "backend" out.',
  )
}

/** Removes every set of vectors of a site, in either backend. @throws `storage-blocked`, `storage-failed` */
export async function eraseVectors(name: string): Promise<void> {
  const place = vectorsName(name)
  await removeFolder(place)
  if (globalThis.indexedDB !== undefined) await deleteDatabase(place, ERASE_DEADLINE)
}

/** Without a colon, which file systems dislike; a site's own database has one, so neither is ever the other. */
function vectorsName(name: string): string {
  return databaseName(name).replace(':', '-vectors-')
}

function checkOptions(options: VectorFileOptions): void {
  for (const option of Object.keys(options)) {
    if (KNOWN.includes(option)) continue
    throw new LocavoreError('unknown-option', `openVectors has no option "${option}". It knows: ${KNOWN.join(', ')}.`)
  }
  const { set, dimensions, backend } = options
  // The same letters as a site's name, because both become names of files.
  databaseName(set)
  if (!Number.isInteger(dimensions) || dimensions < 1 || dimensions > LIMITS.dimensions) {
    throw new LocavoreError('invalid-argument', `Vectors have 1 to ${LIMITS.dimensions} dimensions, not ${dimensions}.`)
  }
  if (backend !== undefined && backend !== 'opfs' && backend !== 'indexeddb') {
    throw new LocavoreError('invalid-argument', '`backend` must be "opfs" or "indexeddb".')
  }
}
