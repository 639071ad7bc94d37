import { fileURLToPath } from 'node:url'
import { launchBrowser } from '../../support/browser.mjs'
import { buildPages, serveSite } from '../../support/site.mjs'

const root = fileURLToPath(new URL('../page', import.meta.url))
const outDir = fileURLToPath(new URL('../../.cache/quality', import.meta.url))
/** Per call of the page: as the library's own runs, so that memory stays flat. */
const PER_CALL = { text: 64, image: 16, audio: 8, clip: 1 }

/** What a file begins with, and the type a browser would give it. */
const TYPES = [
  [[0x89, 0x50], 'image/png'],
  [[0xff, 0xd8], 'image/jpeg'],
  [[0x52, 0x49], 'audio/wav'],
  [[0x1a, 0x45], 'video/webm'],
]

/** Files that the page asks for by address, made when they are asked for and dropped afterwards. */
function createShelf() {
  const makers = new Map()
  let next = 0
  return {
    put: (make) => {
      const url = `/media/${next++}`
      makers.set(url, make)
      return url
    },
    take: async (url) => {
      const bytes = await makers.get(url)?.()
      return bytes === undefined ? undefined : { bytes, type: typeOf(bytes) }
    },
    drop: (url) => makers.delete(url),
  }
}

function typeOf(bytes) {
  const [, type = 'application/octet-stream'] =
    TYPES.find(([start]) => start.every((byte, at) => bytes[at] === byte)) ?? []
  return type
}

/** The embedded model behind the public encoder in headless Chromium. */
export async function openEncoder(device = 'wasm') {
  await buildPages({ root, pages: ['index.html', 'teacher.html'], outDir })
  const shelf = createShelf()
  const site = await serveSite(outDir, (url) => shelf.take(url))
  const browser = await launchBrowser(device === 'webgpu' ? ['--enable-unsafe-webgpu'] : [])
  const page = await browser.newPage()
  await page.goto(`${site.origin}/index.html?device=${device}`)
  await page.waitForFunction(() => globalThis.qualityPage !== undefined)
  const close = async () => {
    await browser.close()
    await site.close()
  }
  const space = await page.evaluate(() => qualityPage.space)
  return {
    ...encoderOf(page, shelf),
    space,
    can: (modality) => space.modalities.includes(modality),
    site,
    browser,
    shelf,
    close,
  }
}

function encoderOf(page, shelf) {
  const ask = (method, ...values) => page.evaluate(([name, list]) => qualityPage[name](...list), [method, values])
  const encodeBatch = async (orders) => {
    const vectors = (await ask('encode', orders)).map(fromBase64)
    for (const { url } of orders) shelf.drop(url)
    return vectors
  }
  /** Two batches are on their way: while one is encoded, the files of the next are made. */
  const inBatches = async (modality, inputs, orderOf) => {
    const vectors = []
    let [current, next] = [Promise.resolve([]), Promise.resolve([])]
    for (let start = 0; start < inputs.length; start += PER_CALL[modality]) {
      vectors.push(...(await current))
      current = next
      next = encodeBatch(inputs.slice(start, start + PER_CALL[modality]).map(orderOf))
      next.catch(() => {})
    }
    return [...vectors, ...(await current), ...(await next)]
  }
  const fileOrder = (modality) => (make) => ({ modality, url: shelf.put(make) })
  return {
    texts: (texts) => inBatches('text', texts, (text) => ({ modality: 'text', text })),
    /** @param makers one function per picture, sound or clip that gives the bytes of its file */
    files: (modality, makers) => inBatches(modality, makers, fileOrder(modality)),
    align: async (words, modality, make) => {
      const order = fileOrder(modality)(make)
      const alignment = await ask('align', words, order)
      shelf.drop(order.url)
      return alignment
    },
    tags: (asked) =>
      ask(
        'tags',
        asked.map((each) => ({ ...each, vector: toBase64(each.vector) })),
      ),
    report: () => ask('report'),
  }
}

function fromBase64(text) {
  const bytes = Buffer.from(text, 'base64')
  return new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength))
}

function toBase64(vector) {
  return Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength).toString('base64')
}
