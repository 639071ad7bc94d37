export const idOf = (index) => `item-${String(index).padStart(6, '0')}`

/** Codes that do not compress: whoever stores them must store them all. */
export function makeCodes(count, dimensions) {
  const codes = new Int8Array(count * dimensions)
  const words = new Uint32Array(codes.buffer, 0, codes.length >> 2)
  let state = 1
  for (let at = 0; at < words.length; at += 1) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    words[at] = state & 0x7f7f7f7f
  }
  return codes
}

/** How many records of any store are written meanwhile. */
export async function countPuts(work) {
  const { put } = IDBObjectStore.prototype
  let written = 0
  IDBObjectStore.prototype.put = function (...given) {
    written += 1
    return put.apply(this, given)
  }
  const start = performance.now()
  await work()
  const ms = performance.now() - start
  IDBObjectStore.prototype.put = put
  return { ms, written }
}
