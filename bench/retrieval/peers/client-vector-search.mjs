import { EmbeddingIndex } from 'client-vector-search'

export async function create(vectors) {
  const index = new EmbeddingIndex()
  vectors.forEach((vector, row) => {
    index.add({ id: row, embedding: [...vector] })
  })
  return {
    async query(vector, k) {
      const found = await index.search([...vector], { topK: k })
      return found.map(({ object }) => object.id)
    },
  }
}
