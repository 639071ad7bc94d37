import { formatManifest, packFiles, parseManifest, sha256, writeItems, writeVectors } from '@locavore/catalogue'
import { CatalogueKeeper } from '@locavore/engine/catalogue-keeper'
import { fillFromDevice, groundOf } from '@locavore/engine/held-pack'
import { PackAssembly } from '@locavore/engine/pack-assembly'
import { PackFiles } from '@locavore/engine/pack-files'
import { createRetrievalKernels } from '@locavore/kernels/retrieval'
import { openStore } from '@locavore/store'
import { countWrites, idOf, makeCodes } from './data.mjs'

/** As `locavore-pack` makes them unless it is told otherwise. */
const ROWS = 2_000
const URL_OF_PACK = 'https://bench.invalid/manifest.json'
const name = 'bench-pack'

const spaceOf = (dimensions) => ({ id: 'bench@1', dimensions, modalities: ['text'] })
const fileOf = async (path, bytes) => ({ path, bytes: bytes.length, sha256: await sha256(bytes) })

/** One shard as a site would send it, and what the manifest says of it. */
async function makeShard(first, rows, dimensions) {
  const items = writeItems(Array.from({ length: rows }, (_, row) => ({ id: idOf(first + row) })))
  const codes = makeCodes(rows, dimensions, first + 1)
  const table = { dimensions, count: rows, codes, scales: new Float32Array(rows).fill(0.01) }
  const text = writeVectors(table, { space: spaceOf(dimensions), modality: 'text' })
  const shard = {
    rows,
    replaced: 0,
    items: await fileOf(`items-${first}.jsonl`, items),
    vectors: { text: await fileOf(`text-${first}.safetensors`, text) },
  }
  return { shard, files: [items, text] }
}

function manifestOf(shards, dimensions, revision) {
  return {
    format: 'locavore-pack@1',
    name: 'bench',
    revision,
    licence: 'none',
    spaces: [spaceOf(dimensions)],
    itemCount: shards.reduce((sum, { rows }) => sum + rows, 0),
    shards,
  }
}

async function swap(store, manifest) {
  const files = packFiles(manifest).map(({ file }) => file.sha256)
  const { revision } = manifest
  await store.swapPack({ url: URL_OF_PACK, revision, manifest: formatManifest(manifest), files, complete: true })
}

async function keep(store, { shard, files }) {
  await store.putPackFiles(
    new Map([
      [shard.items.sha256, files[0]],
      [shard.vectors.text.sha256, files[1]],
    ]),
  )
}

/** Every file as it came from a server, then kept one after the other as the engine does. */
export async function prepareSave({ items, dimensions }) {
  const { store } = await openStore({ name })
  const made = []
  for (let first = 0; first < items; first += ROWS) {
    made.push(await makeShard(first, Math.min(ROWS, items - first), dimensions))
  }
  const shards = made.map(({ shard }) => shard)
  return () =>
    countWrites(async () => {
      for (const one of made) await keep(store, one)
      await swap(store, manifestOf(shards, dimensions, '1'))
    })
}

/** What the engine does when a page is opened: every file against its hash, items and vectors ready to be ranked. */
export async function prepareRestore({ items, dimensions }) {
  const kernels = await createRetrievalKernels()
  const { store } = await openStore({ name })
  const keeper = new CatalogueKeeper({
    request: { catalogue: URL_OF_PACK, space: spaceOf(dimensions) },
    kernels,
    store: async () => store,
    note: () => {},
    onSwap: (old) => old.close(),
  })
  return async () => {
    const start = performance.now()
    await keeper.reload()
    const ms = performance.now() - start
    const { matrix } = keeper.catalogue.modality('text')
    if (keeper.catalogue.count < items || matrix.present < items) throw new Error(`${matrix.present} rows came back`)
    return { ms }
  }
}

/** The vectors alone, into one matrix. */
export async function prepareVectors({ items, dimensions }) {
  const { store } = await openStore({ name })
  const files = new PackFiles(async () => store)
  const pack = new PackAssembly(await groundOf(await store.packState(), { space: spaceOf(dimensions) }))
  await fillFromDevice(pack, files, { whole: true })
  return async () => {
    const start = performance.now()
    const matrix = new Int8Array(items * dimensions)
    const scales = new Float32Array(items)
    await pack.forEachTable(({ rows }, firstRow) => {
      if (firstRow >= items) return
      matrix.set(rows.codes, firstRow * dimensions)
      scales.set(rows.scales, firstRow)
    })
    return { ms: performance.now() - start }
  }
}

export async function prepareAdd({ items, dimensions, added }) {
  const { store } = await openStore({ name })
  const made = await makeShard(items, added, dimensions)
  const { shards } = parseManifest((await store.packState()).manifest)
  return () =>
    countWrites(async () => {
      await keep(store, made)
      await swap(store, manifestOf([...shards, made.shard], dimensions, '2'))
    })
}
