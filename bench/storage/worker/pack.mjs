import { formatManifest, packFiles, parseManifest, sha256, writeItems, writeVectors } from '@locavore/catalogue'
import { CatalogueKeeper } from '@locavore/engine/catalogue-keeper'
import { fillFromDevice, groundOf } from '@locavore/engine/held-pack'
import { keepIndex } from '@locavore/engine/keep-index'
import { PackAssembly } from '@locavore/engine/pack-assembly'
import { PackFiles } from '@locavore/engine/pack-files'
import { createRetrievalKernels } from '@locavore/kernels/retrieval'
import { openStore } from '@locavore/store'
import { countWrites, idOf, makeCodes } from './data.mjs'

/** As `locavore-pack` makes them unless it is told otherwise. */
const ROWS = 2_000
const URL_OF_PACK = 'https://bench.invalid/manifest.json'

/** Saves of several rounds go into as many stores. */
const nameOf = ({ items, round = 0 }) => `bench-pack-${items}-${round}`
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

function stateOf(manifest) {
  const files = packFiles(manifest).map(({ file }) => file.sha256)
  const { revision } = manifest
  return { url: URL_OF_PACK, revision, manifest: formatManifest(manifest), files, complete: true }
}

/** @param pack what the engine has in memory by then: all it is asked for is what reading it has come to, and of how many rows */
async function swap(store, manifest, pack) {
  const index = await keepIndex(pack, new PackFiles(async () => store), await store.packState())
  if (index === undefined) throw new Error('The index of items was not kept.')
  await store.swapPack({ ...stateOf(manifest), index })
}

async function keep(store, { shard, files }) {
  await store.putPackFiles(
    new Map([
      [shard.items.sha256, files[0]],
      [shard.vectors.text.sha256, files[1]],
    ]),
  )
}

/** As the engine takes shards in while they come, before it keeps them. */
async function assemble(manifest, made) {
  const pack = new PackAssembly(await groundOf(stateOf(manifest), { space: manifest.spaces[0] }))
  for (const { files } of made) pack.add(({ role }) => (role === 'items' ? files[0] : files[1]))
  return pack
}

/** Every file as it came from a server, then kept one after the other as the engine does. */
export async function prepareSave(task) {
  const { items, dimensions } = task
  const { store } = await openStore({ name: nameOf(task) })
  const made = []
  for (let first = 0; first < items; first += ROWS) {
    made.push(await makeShard(first, Math.min(ROWS, items - first), dimensions))
  }
  const shards = made.map(({ shard }) => shard)
  const manifest = manifestOf(shards, dimensions, '1')
  const pack = await assemble(manifest, made)
  return () =>
    countWrites(async () => {
      for (const one of made) await keep(store, one)
      await swap(store, manifest, pack)
    })
}

/** What the engine does when a page is opened: every file against its hash, items and vectors ready to be ranked. */
export async function prepareRestore(task) {
  const { items } = task
  const { keeper } = await openKeeper(task)
  return async () => {
    const start = performance.now()
    await keeper.reload()
    const ms = performance.now() - start
    const { matrix } = keeper.catalogue.modality('text')
    if (keeper.catalogue.count < items || matrix.present < items) throw new Error(`${matrix.present} rows came back`)
    return { ms }
  }
}

/** Restores, and finds the ten nearest of a query among all, twice: the first time rows are made ready for it. */
export async function prepareFirstList(task) {
  const { keeper } = await openKeeper(task)
  return async () => {
    const start = performance.now()
    await keeper.reload()
    const restoredMs = performance.now() - start
    const rows = keeper.catalogue.modality('text')
    const query = rows.centredRow(7)
    const allowed = new Uint8Array(keeper.catalogue.extent).fill(1)
    const nearest = () => rows.nearest([query], 10, allowed)[0]
    const firstAt = performance.now()
    if (nearest()[0] !== 7) throw new Error('An item is not the nearest to itself.')
    const firstMs = performance.now() - firstAt
    const againAt = performance.now()
    nearest()
    return { ms: restoredMs, firstMs, againMs: performance.now() - againAt }
  }
}

async function openKeeper(task) {
  const kernels = await createRetrievalKernels()
  const { store } = await openStore({ name: nameOf(task) })
  const keeper = new CatalogueKeeper({
    request: { catalogue: URL_OF_PACK, space: spaceOf(task.dimensions) },
    kernels,
    store: async () => store,
    note: () => {},
    onSwap: (old) => old.close(),
  })
  return { keeper }
}

/** The vectors alone, into one matrix. */
export async function prepareVectors(task) {
  const { items, dimensions } = task
  const { store } = await openStore({ name: nameOf(task) })
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

export async function prepareAdd(task) {
  const { items, dimensions, added } = task
  const { store } = await openStore({ name: nameOf(task) })
  const made = await makeShard(items, added, dimensions)
  const { shards } = parseManifest((await store.packState()).manifest)
  const manifest = manifestOf([...shards, made.shard], dimensions, '2')
  const ground = await groundOf(stateOf(manifest), { space: spaceOf(dimensions) })
  return () =>
    countWrites(async () => {
      await keep(store, made)
      // So few rows that the index stays as it is.
      await swap(store, manifest, { ground, rowCount: items + added })
    })
}
