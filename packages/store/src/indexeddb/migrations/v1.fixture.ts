/**
 * A database as version 1 wrote it, by hand and without our code: what a device in the world holds. Never edit it; a schema
 * that cannot read it has lost people's data. Its chunk holds one embedding of 8 dimensions.
 */
export async function writeV1Fixture(name: string): Promise<void> {
  const request = indexedDB.open(name, 1)
  request.onupgradeneeded = () => {
    const database = request.result
    database.createObjectStore('meta')
    database.createObjectStore('interactions', { keyPath: 'sequence' })
    database.createObjectStore('items', { keyPath: ['source', 'id'] })
    database.createObjectStore('chunks', { keyPath: ['group', 'chunk'] })
    database.createObjectStore('profiles', { keyPath: 'generation' })
  }
  await new Promise((resolve, reject) => {
    request.onsuccess = resolve
    request.onerror = reject
  })
  const transaction = request.result.transaction([...request.result.objectStoreNames], 'readwrite')
  const put = (store: string, value: unknown, key?: string) => transaction.objectStore(store).put(value, key)
  put('meta', { id: '1-2-3-4', erasing: false }, 'identity')
  put('meta', { version: 1, migration: 'initial' }, 'schema')
  put('meta', { last: 3, epoch: 1_790_000_000_001 }, 'log')
  const group = { id: 1, source: 'device', spaceId: 'space@1', modality: 'text', dimensions: 8, used: [1] }
  put('meta', { nextGroup: 2, groups: [group] }, 'embeddings')
  put('interactions', { type: 'like', itemId: 'a', at: 1_000, sequence: 1 })
  put('interactions', { sequence: 2, forgotten: true })
  put('interactions', { type: 'like', itemId: 'b', at: 1_000, sequence: 3 })
  put('items', {
    source: 'device',
    id: 'a',
    item: { id: 'a', title: 'Title of a', attributes: { tags: ['a', 'b'], price: 3, inStock: true } },
    places: [{ group: 1, chunk: 0, row: 0 }],
  })
  put('chunks', {
    group: 1,
    chunk: 0,
    layout: 1,
    dimensions: 8,
    ids: ['a'],
    codes: Int8Array.of(-96, -79, -62, -45, -28, -11, 6, 23),
    scales: Float32Array.of(0.02),
    checksum: CHECKSUM,
  })
  await new Promise((resolve, reject) => {
    transaction.oncomplete = resolve
    transaction.onabort = reject
  })
  request.result.close()
}

// CRC-32 as zlib computes it, over: 8 as float64, the ids as JSON, 0xff, the codes, the scales; all little endian.
const CHECKSUM = 0xbe432b6e
