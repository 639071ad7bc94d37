// The package is made for bundlers that import WebAssembly; here its module is instantiated by hand.
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'

const require = createRequire(import.meta.url)
const source = await readFile(require.resolve('voy-search/voy_search_bg.js'), 'utf8')
const glue = await import(`data:text/javascript;base64,${Buffer.from(source).toString('base64')}`)
const bytes = await readFile(require.resolve('voy-search/voy_search_bg.wasm'))
const { instance } = await WebAssembly.instantiate(bytes, { './voy_search_bg.js': glue })
glue.__wbg_set_wasm(instance.exports)

export async function create(vectors) {
  const embeddings = vectors.map((vector, row) => ({
    id: String(row),
    title: '',
    url: '',
    embeddings: [...vector],
  }))
  const index = new glue.Voy({ embeddings })
  return {
    query: (vector, k) => index.search(vector, k).neighbors.map(({ id }) => Number(id)),
    remove: (row) => index.remove({ embeddings: [embeddings[row]] }),
    restore() {
      const kept = index.serialize()
      const start = performance.now()
      glue.Voy.deserialize(kept)
      return performance.now() - start
    },
  }
}
