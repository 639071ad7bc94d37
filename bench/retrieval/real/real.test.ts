import { createRetrievalKernels, quantiseRows, searchExact } from '@locavore/kernels/retrieval'
import { expect, test } from 'vitest'
import { encodePictures, encodeTexts } from '../../../demo/scripts/catalogue/encode.mjs'
import { readInputs } from '../../../demo/scripts/catalogue/inputs.mjs'
import { drawPictures, makeItems } from '../../../demo/scripts/catalogue/items.mjs'
import { FILTERS, filterOf } from '../sets.mjs'

const ITEMS = 720
const PICTURES = 24
const QUERIES = 40
const K = 10

const { model, manifest } = readInputs()
const dimensions: number = manifest.space.dimensions

/** Captions and pictures are the rows; titles are asked with. */
async function embeddings() {
  const items: { title: string; text: string }[] = makeItems(ITEMS, new Map(), new Map())
  const captions = items.map(({ text }) => text)
  const titles = items.slice(0, QUERIES).map(({ title }) => title)
  const words = (await encodeTexts(model, manifest, [...captions, ...titles])).map(unit)
  const pictures = (await encodePictures(model, manifest, drawPictures(PICTURES))).map(unit)
  return { vectors: [...words.slice(0, ITEMS), ...pictures], queries: words.slice(ITEMS) }
}

function unit(vector: Float32Array): Float32Array {
  const length = Math.hypot(...vector)
  return vector.map((value) => value / length)
}

/** The best rows by float32 vectors, the slow way. */
function best(vectors: readonly Float32Array[], query: Float32Array, allowed: Uint32Array | undefined): number[] {
  const dot = (vector: Float32Array) => vector.reduce((sum, value, d) => sum + value * (query[d] ?? 0), 0)
  return vectors
    .map((vector, row) => ({ row, score: dot(vector) }))
    .filter(({ row }) => allowed === undefined || ((allowed[row >> 5] ?? 0) & (1 << (row & 31))) !== 0)
    .sort((a, b) => b.score - a.score || a.row - b.row)
    .slice(0, K)
    .map(({ row }) => row)
}

test('on embeddings of the demo, lists are those of a float32 loop, under every filter and by either method', async () => {
  const { vectors, queries } = await embeddings()
  const filters = FILTERS.map((filter) => filterOf(filter, vectors.length))
  const exact = queries.map((query) => filters.map((allowed) => best(vectors, query, allowed)))
  for (const prefer of ['wasm-simd', 'typescript'] as const) {
    const scanner = (await createRetrievalKernels({ prefer })).createScanner(dimensions, vectors.length)
    vectors.forEach((vector, row) => {
      const { codes, scales } = quantiseRows(vector, dimensions)
      scanner.set(row, codes, scales[0] as number)
    })
    scanner.prepare()
    const readVectors = (rows: Uint32Array) =>
      Float32Array.from([...rows].flatMap((row) => [...(vectors[row] as Float32Array)]))
    for (const [turn, query] of queries.entries())
      for (const [which, allowed] of filters.entries()) {
        const options = { k: K, ...(allowed === undefined ? {} : { allowed }) }
        const found = await searchExact(scanner, query, { ...options, readVectors })
        expect([...found.rows], `${prefer}, ${FILTERS[which]?.name}`).toEqual(exact[turn]?.[which])
        const codes = scanner.search([query], { ...options, method: 'codes' })[0]
        const signs = scanner.search([query], { ...options, method: 'signs' })[0]
        expect([...(signs?.rows ?? [])], `${prefer}, ${FILTERS[which]?.name}`).toEqual([...(codes?.rows ?? [])])
      }
  }
}, 240_000)
