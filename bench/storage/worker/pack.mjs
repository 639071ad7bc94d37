import {
  formatManifest,
  packFiles,
  parseManifest,
  readItems,
  readVectors,
  sha256,
  writeItems,
  writeVectors,
} from '@locavore/catalogue'
import { openStore } from '@locavore/store'
import { countPuts, idOf, makeCodes } from './data.mjs'

const ROWS = 5_000
const SPACE = { id: 'bench@1', dimensions: 512, modalities: ['text'] }
const name = 'bench-pack'

const fileOf = async (path, bytes) => ({ path, bytes: bytes.length, sha256: await sha256(bytes) })

/** One shard as a site would send it, and what the manifest says of it. */
async function makeShard(first, rows, dimensions) {
  const items = writeItems(Array.from({ length: rows }, (_, row) => ({ id: idOf(first + row) })))
  const codes = makeCodes(rows, dimensions)
  const table = { dimensions, count: rows, codes, scales: new Float32Array(rows).fill(0.01) }
  const text = writeVectors(table, { space: { ...SPACE, dimensions }, modality: 'text' })
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
    spaces: [{ ...SPACE, dimensions }],
    itemCount: shards.reduce((sum, { rows }) => sum + rows, 0),
    shards,
  }
}

async function swap(store, manifest) {
  const files = packFiles(manifest).map(({ file }) => file.sha256)
  const { revision } = manifest
  await store.swapPack({ url: '/manifest.json', revision, manifest: formatManifest(manifest), files, complete: true })
}

async function keep(store, { shard, files }) {
  await store.putPackFile(shard.items.sha256, files[0])
  await store.putPackFile(shard.vectors.text.sha256, files[1])
}

/** Shards come one after the other, as from a server; making them is not counted. */
export async function savePack({ items, dimensions }) {
  const { store } = await openStore({ name })
  const shards = []
  let [ms, written] = [0, 0]
  for (let first = 0; first < items; first += ROWS) {
    const made = await makeShard(first, Math.min(ROWS, items - first), dimensions)
    const put = await countPuts(() => keep(store, made))
    shards.push(made.shard)
    ms += put.ms
    written += put.written
  }
  const swapped = await countPuts(() => swap(store, manifestOf(shards, dimensions, '1')))
  return { ms: ms + swapped.ms, written: written + swapped.written }
}

/** Every file against its hash, every item and table checked, into one matrix. */
export async function restorePack({ items, dimensions }) {
  const { store } = await openStore({ name })
  const start = performance.now()
  const state = await store.packState()
  const manifest = parseManifest(state.manifest)
  const matrix = new Int8Array(items * dimensions)
  const held = []
  const read = async ({ sha256: hash }) => {
    const bytes = await store.readPackFile(hash)
    if ((await sha256(bytes)) !== hash) throw new Error('damaged')
    return bytes
  }
  for (const shard of manifest.shards) {
    const first = held.length
    const { rows } = shard
    held.push(...readItems(await read(shard.items), { file: shard.items.path, rows }))
    const ground = { file: shard.vectors.text.path, rows, space: manifest.spaces[0], modality: 'text' }
    matrix.set(readVectors(await read(shard.vectors.text), ground).codes, first * dimensions)
  }
  const ms = performance.now() - start
  if (held.length < items) throw new Error(`${held.length} items came back`)
  return { ms }
}

export async function addToPack({ items, dimensions, added }) {
  const { store } = await openStore({ name })
  const made = await makeShard(items, added, dimensions)
  const { shards } = parseManifest((await store.packState()).manifest)
  return countPuts(async () => {
    await keep(store, made)
    await swap(store, manifestOf([...shards, made.shard], dimensions, '2'))
  })
}
