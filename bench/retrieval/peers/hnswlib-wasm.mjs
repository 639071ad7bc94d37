// Built for pages only: it looks for `window` before it starts. Its index can be kept in IndexedDB alone, which Node has not.
globalThis.window = globalThis
const { loadHnswlib } = await import('hnswlib-wasm/dist/hnswlib.js')

export async function create(vectors, dimensions) {
  const library = await loadHnswlib()
  const index = new library.HierarchicalNSW('ip', dimensions, '')
  index.initIndex(vectors.length, 16, 100, 1)
  index.setEfSearch(64)
  vectors.forEach((vector, row) => {
    index.addPoint(vector, row, false)
  })
  return {
    query: (vector, k) => index.searchKnn(vector, k, undefined).neighbors,
    filtered: (vector, k, passes) => index.searchKnn(vector, k, passes).neighbors,
    remove: (row) => index.markDelete(row),
  }
}
