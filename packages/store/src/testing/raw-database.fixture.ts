/** Reaches a database past the store, as damage does. */

let count = 0

/** A name no other test uses. */
export const freshName = (topic: string): string => `${topic}-${count++}-${Math.random().toString(36).slice(2, 8)}`

export function settle<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })
}

/** Opens whatever version there is. Lets go at once when another connection asks, unless `stubborn`. */
export async function openRaw(name: string, stubborn = false): Promise<IDBDatabase> {
  const database = await settle(indexedDB.open(name))
  if (!stubborn) database.onversionchange = () => database.close()
  return database
}

export async function withRows<T>(name: string, store: string, work: (rows: IDBObjectStore) => Promise<T>): Promise<T> {
  const database = await openRaw(name)
  const transaction = database.transaction(store, 'readwrite')
  const complete = new Promise<void>((resolve, reject) => {
    transaction.oncomplete = () => resolve()
    transaction.onabort = () => reject(transaction.error)
  })
  const result = await work(transaction.objectStore(store))
  await complete
  database.close()
  return result
}

/** Every row of every store, keys included. */
export async function dump(name: string): Promise<Record<string, unknown>> {
  const database = await openRaw(name)
  const stores = [...database.objectStoreNames]
  const transaction = database.transaction(stores)
  const rows = await Promise.all(
    stores.map(async (store) => {
      const [keys, values] = await Promise.all([
        settle(transaction.objectStore(store).getAllKeys()),
        settle(transaction.objectStore(store).getAll()),
      ])
      return [store, keys.map((key, index) => [key, values[index]])]
    }),
  )
  const version = database.version
  database.close()
  return { version, ...Object.fromEntries(rows) }
}

export async function exists(name: string): Promise<boolean> {
  return (await indexedDB.databases()).some((database) => database.name === name)
}

export async function codeOf(call: Promise<unknown>): Promise<string> {
  return call.then(
    () => 'resolved',
    (thrown: unknown) => String((thrown as { code?: unknown }).code ?? thrown),
  )
}
