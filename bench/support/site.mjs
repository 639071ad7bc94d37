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

/** Builds both pages as a production build. */
export async function buildSite({ pictureSeeds }) {
  rmSync(out, { recursive: true, force: true })
  const catalogue = join(here, '../demo/public/catalogue')
  if (!existsSync(join(catalogue, 'manifest.json'))) throw new Error('Build the demo first: its catalogue is benched.')
  await build({
    root: join(here, 'app'),
    configFile: false,
    logLevel: 'error',
    plugins: [locavore()],
    build: {
      outDir: out,
      emptyOutDir: true,
      target: 'es2022',
      rollupOptions: { input: ['locavore', 'hand-written', 'encode'].map((page) => join(here, 'app', `${page}.html`)) },
    },
    worker: { format: 'es' },
  })
  cpSync(catalogue, join(out, 'catalogue'), { recursive: true })
  copyForTransformers()
  await writePictures(join(out, 'pictures'), pictureSeeds)
  return out
}

/** Serves built pages with the headers that allow threads, on a free port. */
export async function serveSite(folder = out) {
  const files = sirv(folder, { etag: true, maxAge: 3600, immutable: true })
  const server = createServer((request, response) => {
    response.setHeader('Cross-Origin-Opener-Policy', 'same-origin')
    response.setHeader('Cross-Origin-Embedder-Policy', 'require-corp')
    files(request, response, () => {
      response.statusCode = 404
      response.end('Not found')
    })
  })
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address()
  return { origin: `http://127.0.0.1:${port}`, close: () => new Promise((resolve) => server.close(resolve)) }
}
