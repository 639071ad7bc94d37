import { EmbeddingIndex } from 'client-vector-search'

export async function create(vectors, _dimensions, passes) {
  const index = new EmbeddingIndex()
  vectors.forEach((vector, row) => {
    index.add({ id: row, shown: passes(row), embedding: [...vector] })
  })
  const search = async (vector, options) => {
    const found = await index.search([...vector], options)
    return found.map(({ object }) => object.id)
  }
  return {
    query: (vector, k) => search(vector, { topK: k }),
    filtered: (vector, k) => search(vector, { topK: k, filter: { shown: true } }),
    remove: (row) => index.remove({ id: row }),
    // Its own storage reads all objects for every search; this is what it does with them.
    restore() {
      const kept = JSON.stringify(vectors.map((vector, id) => ({ id, embedding: [...vector] })))
      const start = performance.now()
      new EmbeddingIndex(JSON.parse(kept))
      return performance.now() - start
    },
  }
}
