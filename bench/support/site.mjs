import { cpSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createPostcard, drawPicture } from '@locavore/postcards'
import { locavore } from 'locavore/vite'
import sharp from 'sharp'
import sirv from 'sirv'
import { build } from 'vite'

const here = fileURLToPath(new URL('..', import.meta.url))
const out = join(here, '.cache', 'site')

/** Pictures as a page has them: JPEG files of postcards nobody has trained on. */
async function writePictures(folder, seeds) {
  mkdirSync(folder, { recursive: true })
  for (const seed of seeds) {
    const { scene } = createPostcard(seed)
    const jpeg = await sharp(Buffer.from(drawPicture(scene)))
      .resize(640, 480)
      .jpeg({ quality: 85 })
      .toBuffer()
    writeFileSync(join(folder, `${seed}.jpg`), jpeg)
  }
}

/** The hand-written page's own copy of the model, in the layout transformers.js expects, and of its runtime. */
function copyForTransformers() {
  const require = createRequire(join(here, 'package.json'))
  const model = dirname(require.resolve('@locavore/nano/manifest.json'))
  cpSync(model, join(out, 'hand-written/models/nano'), { recursive: true })
  const transformers = require.resolve('@huggingface/transformers')
  const runtime = dirname(createRequire(transformers).resolve('onnxruntime-web'))
  mkdirSync(join(out, 'hand-written/ort'), { recursive: true })
  for (const file of ['ort-wasm-simd-threaded.mjs', 'ort-wasm-simd-threaded.wasm'])
    cpSync(join(runtime, file), join(out, 'hand-written/ort', file))
}

/** A production build of plain pages, with the runtime and the embedded model beside them. */
export async function buildPages({ root, pages, outDir }) {
  await build({
    root,
    configFile: false,
    logLevel: 'error',
    plugins: [locavore()],
    build: {
      outDir,
      emptyOutDir: true,
      target: 'es2022',
      rollupOptions: { input: pages.map((page) => join(root, page)) },
    },
    worker: { format: 'es' },
  })
}

/** Builds both pages that are compared. */
export async function buildSite({ pictureSeeds }) {
  rmSync(out, { recursive: true, force: true })
  const catalogue = join(here, '../demo/public/catalogue')
  if (!existsSync(join(catalogue, 'manifest.json'))) throw new Error('Build the demo first: its catalogue is benched.')
  await buildPages({ root: join(here, 'app'), pages: ['locavore.html', 'hand-written.html'], outDir: out })
  cpSync(catalogue, join(out, 'catalogue'), { recursive: true })
  copyForTransformers()
  await writePictures(join(out, 'pictures'), pictureSeeds)
  return out
}

/**
 * Serves built pages with the headers that allow threads, on a free port.
 *
 * @param first asked before the folder: `{ bytes, type }` for a path, or undefined
 */
export async function serveSite(folder = out, first = () => undefined) {
  const files = sirv(folder, { etag: true, maxAge: 3600, immutable: true })
  const server = createServer(async (request, response) => {
    response.setHeader('Cross-Origin-Opener-Policy', 'same-origin')
    response.setHeader('Cross-Origin-Embedder-Policy', 'require-corp')
    const found = await first(request.url)
    if (found !== undefined) {
      response.setHeader('Content-Type', found.type)
      response.end(found.bytes)
      return
    }
    files(request, response, () => {
      response.statusCode = 404
      response.end('Not found')
    })
  })
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address()
  return { origin: `http://127.0.0.1:${port}`, close: () => new Promise((resolve) => server.close(resolve)) }
}
