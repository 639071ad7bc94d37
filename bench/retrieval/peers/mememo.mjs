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
  }
}
