import type { Migration } from './migration.js'

/**
 * Where a browser has private files, those of packs lie there, and the database holds which of them are whole. Chunks of items
 * are written no more.
 */
export const v4PacksInFiles: Migration = {
  version: 4,
  name: 'packs-in-files',
  upgrade({ database }) {
    database.createObjectStore('packIndex', { keyPath: 'sha256' })
    database.deleteObjectStore('itemChunks')
  },
}
