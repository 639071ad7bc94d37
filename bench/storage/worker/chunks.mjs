import { openStore } from '@locavore/store'
import { countPuts, idOf, makeCodes } from './data.mjs'

const SPACE = 'bench@1'
const name = 'bench-storage'

export async function saveChunks({ items, dimensions }) {
  const { store } = await openStore({ name })
  const ids = Array.from({ length: items }, (_, index) => idOf(index))
  const chunk = {
    spaceId: SPACE,
    modality: 'text',
    dimensions,
    ids,
    codes: makeCodes(items, dimensions),
    scales: new Float32Array(items).fill(0.01),
  }
  const state = { url: '/catalogue.json', revision: '1', itemCount: items }
  return countPuts(() =>
    store.replaceCatalogue(
      state,
      ids.map((id) => ({ id })),
      [chunk],
    ),
  )
}

/** Items and embeddings, verified, into one matrix. */
export async function restoreChunks({ items, dimensions }) {
  const { store } = await openStore({ name })
  const start = performance.now()
  const held = await store.readItems()
  const itemsMs = performance.now() - start
  const matrix = new Int8Array(items * dimensions)
  const places = new Map(held.map(({ item }, index) => [item.id, index]))
  let rows = 0
  await store.visitEmbeddings(SPACE, ({ ids, codes }) => {
    for (const [row, id] of ids.entries()) {
      matrix.set(codes.subarray(row * dimensions, (row + 1) * dimensions), places.get(id) * dimensions)
    }
    rows += ids.length
  })
  const ms = performance.now() - start
  if (rows !== items) throw new Error(`${rows} rows came back`)
  return { ms, itemsMs }
}

export async function addThousand({ items, dimensions, added }) {
  const { store } = await openStore({ name })
  const codes = makeCodes(added, dimensions)
  const ids = Array.from({ length: added }, (_, index) => idOf(items + index))
  return countPuts(() =>
    store.putItems(
      ids.map((id) => ({ item: { id }, source: 'catalogue' })),
      ids.map((itemId, row) => ({
        itemId,
        spaceId: SPACE,
        modality: 'text',
        codes: codes.subarray(row * dimensions, (row + 1) * dimensions),
        scale: 0.01,
      })),
    ),
  )
}
