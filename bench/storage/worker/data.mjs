export const idOf = (index) => `item-${String(index).padStart(7, '0')}`

/** Codes that do not compress: whoever stores them must store them all. */
export function makeCodes(count, dimensions, seed = 1) {
  const codes = new Int8Array(count * dimensions)
  const words = new Uint32Array(codes.buffer, 0, codes.length >> 2)
  let state = seed
  for (let at = 0; at < words.length; at += 1) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    words[at] = state & 0x7f7f7f7f
  }
  return codes
}

/** How long it takes, how many records of any store are written meanwhile, and how many bytes of them and of files. */
export async function countWrites(work) {
  const { put } = IDBObjectStore.prototype
  const { write } = FileSystemSyncAccessHandle.prototype
  let [records, bytes] = [0, 0]
  IDBObjectStore.prototype.put = function (...given) {
    records += 1
    bytes += sizeOf(given[0])
    return put.apply(this, given)
  }
  FileSystemSyncAccessHandle.prototype.write = function (...given) {
    bytes += given[0].byteLength
    return write.apply(this, given)
  }
  const start = performance.now()
  await work()
  const ms = performance.now() - start
  IDBObjectStore.prototype.put = put
  FileSystemSyncAccessHandle.prototype.write = write
  return { ms, records, bytes }
}

/** About what a structured clone of it takes. */
function sizeOf(value) {
  if (ArrayBuffer.isView(value)) return value.byteLength
  if (typeof value === 'string') return value.length
  if (typeof value !== 'object' || value === null) return 8
  return Object.entries(value).reduce((sum, [key, own]) => sum + key.length + sizeOf(own), 0)
}
