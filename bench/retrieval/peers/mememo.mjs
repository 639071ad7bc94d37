import { HNSW } from 'mememo'

export async function create(vectors) {
  const index = new HNSW({ distanceFunction: 'cosine-normalized', useIndexedDB: false, seed: 1 })
  await index.bulkInsert(
    vectors.map((_, row) => String(row)),
    vectors.map((vector) => [...vector]),
  )
  return {
    async query(vector, k) {
      const { keys } = await index.query([...vector], k, 100)
      return keys.map(Number)
    },
    remove: (row) => index.markDeleted(String(row)),
    // What it exports has no vectors; those are inserted again.
    async restore() {
      const kept = JSON.stringify(index.exportIndex())
      const start = performance.now()
      const next = new HNSW({ distanceFunction: 'cosine-normalized', useIndexedDB: false, seed: 1 })
      next.loadIndex(JSON.parse(kept))
      for (const [row, vector] of vectors.entries()) await next.insertSkipIndex(String(row), [...vector])
      return performance.now() - start
    },
  }
}
