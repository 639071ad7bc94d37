// The way most pages do this today: transformers.js on the main thread, one IndexedDB record per item, the mean of what
// was liked, and a loop over all items. Written with care, as a good developer would in an afternoon.
import {
  AutoProcessor,
  AutoTokenizer,
  CLIPTextModelWithProjection,
  CLIPVisionModelWithProjection,
  env,
  RawImage,
} from '@huggingface/transformers'
import { openDB } from 'idb'
import { watchStalls } from './stall.js'

interface Row {
  readonly id: string
  readonly title: string
  readonly text: string
  readonly vector: Float32Array
}

const MODEL = 'nano'
env.allowRemoteModels = false
env.allowLocalModels = true
env.localModelPath = '/hand-written/models/'
const wasm = env.backends.onnx.wasm
if (wasm) {
  wasm.numThreads = 1
  wasm.wasmPaths = {
    mjs: '/hand-written/ort/ort-wasm-simd-threaded.mjs',
    wasm: '/hand-written/ort/ort-wasm-simd-threaded.wasm',
  }
}
const options = { device: 'wasm', dtype: 'q8' } as const

const tokenizer = AutoTokenizer.from_pretrained(MODEL)
let textModel: ReturnType<typeof CLIPTextModelWithProjection.from_pretrained> | undefined
let visionModel: ReturnType<typeof CLIPVisionModelWithProjection.from_pretrained> | undefined
let processor: ReturnType<typeof AutoProcessor.from_pretrained> | undefined

async function embedTexts(texts: readonly string[]): Promise<Float32Array[]> {
  textModel ??= CLIPTextModelWithProjection.from_pretrained(MODEL, options)
  const inputs = (await tokenizer)([...texts], { padding: true, truncation: true })
  const { text_embeds } = await (await textModel)(inputs)
  return rows(text_embeds)
}

async function embedPictures(urls: readonly string[]): Promise<Float32Array[]> {
  visionModel ??= CLIPVisionModelWithProjection.from_pretrained(MODEL, options)
  processor ??= AutoProcessor.from_pretrained(MODEL, {})
  const images = await Promise.all(urls.map((url) => RawImage.read(url)))
  const { image_embeds } = await (await visionModel)(await (await processor)(images))
  return rows(image_embeds)
}

function rows(tensor: { readonly dims: readonly number[]; readonly data: Float32Array }): Float32Array[] {
  const [count = 0, dimensions = 0] = tensor.dims
  return Array.from({ length: count }, (_, row) => tensor.data.slice(row * dimensions, (row + 1) * dimensions))
}

const database = openDB('hand-written', 1, {
  upgrade(db) {
    db.createObjectStore('items', { keyPath: 'id' })
    db.createObjectStore('likes', { keyPath: 'id' })
  },
})

/** First visit: every item's words are encoded on the page and kept, one record each. Its pictures are left out. */
async function loadItems(): Promise<Row[]> {
  const db = await database
  const kept: Row[] = await db.getAll('items')
  if (kept.length > 0) return kept
  const manifest: { shards: { items: { path: string } }[] } = await (await fetch('/catalogue/manifest.json')).json()
  const texts = await Promise.all(
    manifest.shards.map(async ({ items }) => (await fetch(`/catalogue/${items.path}`)).text()),
  )
  const lines = texts.flatMap((text) => text.trim().split('\n'))
  const items: { id: string; title: string; text: string }[] = lines.map((line) => JSON.parse(line))
  for (let start = 0; start < items.length; start += 16) {
    const batch = items.slice(start, start + 16)
    const vectors = await embedTexts(batch.map(({ title, text }) => `${title}. ${text}`))
    for (const [index, { id, title, text }] of batch.entries()) {
      const vector = vectors[index]
      if (vector !== undefined) await db.put('items', { id, title, text, vector })
    }
  }
  return db.getAll('items')
}

let items: Row[] = []

async function recommend(): Promise<string[]> {
  const liked: { id: string }[] = await (await database).getAll('likes')
  const ids = new Set(liked.map(({ id }) => id))
  const history = items.filter(({ id }) => ids.has(id))
  if (history.length === 0) return items.slice(0, 20).map(({ id }) => id)
  const dimensions = history[0]?.vector.length ?? 0
  const mean = Array.from({ length: dimensions }, (_, d) =>
    history.reduce((sum, { vector }) => sum + (vector[d] ?? 0), 0),
  )
  const norm = Math.hypot(...mean)
  return items
    .filter(({ id }) => !ids.has(id))
    .map(({ id, vector }) => ({ id, score: vector.reduce((sum, value, d) => sum + value * (mean[d] ?? 0), 0) / norm }))
    .sort((a, b) => b.score - a.score)
    .slice(0, 20)
    .map(({ id }) => id)
}

globalThis.contender = {
  async firstFeed() {
    items = await loadItems()
    return { itemIds: await recommend(), milliseconds: performance.now() }
  },
  async recordToList(itemId) {
    const since = performance.now()
    await (await database).put('likes', { id: itemId })
    await recommend()
    return performance.now() - since
  },
  async encodeTexts(texts) {
    const since = performance.now()
    await embedTexts(texts)
    return performance.now() - since
  },
  async encodePictures(urls) {
    const since = performance.now()
    await embedPictures(urls)
    return performance.now() - since
  },
  longestStall: watchStalls(),
}
