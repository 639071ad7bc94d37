import { create as createDatabase, insertMultiple, load, save, search } from '@orama/orama'

export async function create(vectors, dimensions) {
  const schema = { embedding: `vector[${dimensions}]` }
  const database = await createDatabase({ schema })
  const documents = vectors.map((vector, row) => ({ id: String(row), embedding: [...vector] }))
  await insertMultiple(database, documents, 1_000)
  return {
    async query(vector, k) {
      const { hits } = await search(database, {
        mode: 'vector',
        vector: { value: [...vector], property: 'embedding' },
        similarity: 0,
        limit: k,
      })
      return hits.map(({ id }) => Number(id))
    },
    async restore() {
      const kept = JSON.stringify(await save(database))
      const start = performance.now()
      const next = await createDatabase({ schema })
      await load(next, JSON.parse(kept))
      return performance.now() - start
    },
  }
}
