import { create as createDatabase, insertMultiple, load, remove, save, search } from '@orama/orama'

export async function create(vectors, dimensions, passes) {
  const schema = { embedding: `vector[${dimensions}]`, shown: 'boolean' }
  const database = await createDatabase({ schema })
  const documents = vectors.map((vector, row) => ({ id: String(row), shown: passes(row), embedding: [...vector] }))
  await insertMultiple(database, documents, 1_000)
  const find = async (vector, k, options) => {
    const { hits } = await search(database, {
      mode: 'vector',
      vector: { value: [...vector], property: 'embedding' },
      similarity: 0,
      limit: k,
      ...options,
    })
    return hits.map(({ id }) => Number(id))
  }
  return {
    query: (vector, k) => find(vector, k, {}),
    filtered: (vector, k) => find(vector, k, { where: { shown: true } }),
    remove: (row) => remove(database, String(row)),
    async restore() {
      const kept = JSON.stringify(await save(database))
      const start = performance.now()
      const next = await createDatabase({ schema })
      await load(next, JSON.parse(kept))
      return performance.now() - start
    },
  }
}
