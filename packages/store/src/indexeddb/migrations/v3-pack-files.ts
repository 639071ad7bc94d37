import type { Migration } from './migration.js'

interface Directory {
  readonly groups: readonly { readonly id: number; readonly source: string }[]
}

/**
 * Catalogues are kept as the files of a pack. The one kept as items and chunks goes: the site has it, and it is fetched again.
 * What the person added stays.
 */
export const v3PackFiles: Migration = {
  version: 3,
  name: 'pack-files',
  async upgrade({ database, transaction }) {
    database.createObjectStore('packFiles', { keyPath: 'sha256' })
    const meta = transaction.objectStore('meta')
    const directory: Directory = (await meta.get('embeddings')) ?? { groups: [] }
    for (const { id, source } of directory.groups) {
      if (source === 'catalogue') await transaction.objectStore('chunks').delete(IDBKeyRange.bound([id, 0], [id, []]))
    }
    const own = directory.groups.filter(({ source }) => source !== 'catalogue')
    await meta.put({ ...directory, groups: own }, 'embeddings')
    await transaction.objectStore('itemChunks').clear()
    await meta.delete('catalogueItems')
    await meta.delete('catalogue')
  },
}
