import { countWrites, idOf, makeCodes } from './data.mjs'

/** The way most people would write it: one record per item, some thousands to a transaction. */
const PER_TRANSACTION = 2_000

/** @param round of saves, each into a database of its own */
function open({ round = 0 }) {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(`records-${round}`, 1)
    request.onupgradeneeded = () => request.result.createObjectStore('vectors', { keyPath: 'id' })
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })
}

async function write(database, first, codes, dimensions) {
  const count = codes.length / dimensions
  for (let start = 0; start < count; start += PER_TRANSACTION) {
    const transaction = database.transaction('vectors', 'readwrite', { durability: 'relaxed' })
    const store = transaction.objectStore('vectors')
    for (let row = start; row < Math.min(count, start + PER_TRANSACTION); row += 1) {
      const own = codes.slice(row * dimensions, (row + 1) * dimensions)
      store.put({ id: idOf(first + row), item: { id: idOf(first + row) }, codes: own, scale: 0.01 })
    }
    await new Promise((resolve, reject) => {
      transaction.oncomplete = resolve
      transaction.onabort = () => reject(transaction.error)
    })
  }
}

export async function prepareSave(task) {
  const { items, dimensions } = task
  const database = await open(task)
  const codes = makeCodes(items, dimensions)
  return () => countWrites(() => write(database, 0, codes, dimensions))
}

export async function prepareAdd(task) {
  const { items, dimensions, added } = task
  const database = await open(task)
  const codes = makeCodes(added, dimensions)
  return () => countWrites(() => write(database, items, codes, dimensions))
}

/** Into one matrix, as whoever ranks needs them. */
export async function prepareRestore(task) {
  const { items, dimensions } = task
  const database = await open(task)
  return async () => {
    const start = performance.now()
    const matrix = new Int8Array(items * dimensions)
    const scales = new Float32Array(items)
    const request = database.transaction('vectors').objectStore('vectors').getAll()
    const rows = await new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result)
      request.onerror = () => reject(request.error)
    })
    const places = new Map()
    const held = rows.map(({ item, codes, scale }, row) => {
      matrix.set(codes, row * dimensions)
      scales[row] = scale
      places.set(item.id, row)
      return item
    })
    const ms = performance.now() - start
    if (held.length !== items) throw new Error(`${held.length} records came back`)
    return { ms }
  }
}
