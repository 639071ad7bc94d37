import type { Migration } from './migration.js'

/** The first schema: facts, the interaction log, items, embedding chunks and profile snapshots. */
export const v1Initial: Migration = {
  version: 1,
  name: 'initial',
  upgrade({ database, transaction }) {
    database.createObjectStore('meta')
    database.createObjectStore('interactions', { keyPath: 'sequence' })
    database.createObjectStore('items', { keyPath: ['source', 'id'] })
    database.createObjectStore('chunks', { keyPath: ['group', 'chunk'] })
    database.createObjectStore('profiles', { keyPath: 'generation' })
    const meta = transaction.objectStore('meta')
    const id = crypto.getRandomValues(new Uint32Array(4)).join('-')
    // The clock as the first epoch: a database made after this one was erased or evicted starts at a higher one.
    return Promise.all([
      meta.put({ id, erasing: false }, 'identity'),
      meta.put({ last: 0, epoch: Date.now() }, 'log'),
      meta.put({ nextGroup: 1, groups: [] }, 'embeddings'),
    ]).then(() => undefined)
  },
}
