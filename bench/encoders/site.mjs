import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createPostcard, drawPicture } from '@locavore/postcards'
import { locavore } from 'locavore/vite'
import sharp from 'sharp'
import { build } from 'vite'

const here = fileURLToPath(new URL('.', import.meta.url))
const cache = join(here, '../.cache')
const out = join(cache, 'encoders')
const clip = join(cache, 'clip')

/** @returns whether the folder of the CLIP-shaped model is there; it is made once, by Python. */
export function makeClip() {
  if (existsSync(join(clip, 'manifest.json'))) return true
  try {
    execFileSync(process.env.LOCAVORE_PYTHON || 'python3', [join(here, 'clip-model.py'), clip], { stdio: 'ignore' })
    return true
  } catch {
    rmSync(clip, { recursive: true, force: true })
    return false
  }
}

/** Postcards nobody has trained on, as the JPEG files a page has: small ones of a list, large ones of a camera. */
async function writePictures({ seeds, width, height }) {
  const folder = join(cache, 'pictures', `${width}x${height}`)
  mkdirSync(folder, { recursive: true })
  for (const seed of seeds) {
    const file = join(folder, `${seed}.jpg`)
    if (existsSync(file)) continue
    const drawing = Buffer.from(drawPicture(createPostcard(seed).scene))
    writeFileSync(
      file,
      await sharp(drawing, { density: 72 * (width / 640) })
        .resize(width, height)
        .jpeg({ quality: 85 })
        .toBuffer(),
    )
  }
  cpSync(folder, join(out, 'pictures', `${width}x${height}`), { recursive: true })
}

/** The models in the layout transformers.js expects, and its own runtime. */
function copyForTransformers(hasClip) {
  const require = createRequire(import.meta.url)
  const models = join(out, 'transformers/models')
  cpSync(dirname(require.resolve('@locavore/nano/manifest.json')), join(models, 'nano'), { recursive: true })
  if (hasClip) {
    cpSync(clip, join(models, 'clip'), { recursive: true })
    cpSync(join(clip, 'manifest.json'), join(out, 'clip/manifest.json'))
  }
  const runtime = dirname(createRequire(require.resolve('@huggingface/transformers')).resolve('onnxruntime-web'))
  for (const file of ['ort-wasm-simd-threaded.mjs', 'ort-wasm-simd-threaded.wasm'])
    cpSync(join(runtime, file), join(out, 'transformers/ort', file))
}

/** Builds the pages as a production build, with models, runtimes and pictures. @returns the folder to serve */
export async function buildEncoderSite({ hasClip, pictures }) {
  const pages = join(here, 'pages')
  await build({
    root: pages,
    configFile: false,
    logLevel: 'error',
    plugins: [locavore({ models: ['@locavore/nano', ...(hasClip ? [clip] : [])] })],
    build: {
      outDir: out,
      emptyOutDir: true,
      target: 'es2022',
      rollupOptions: { input: ['locavore', 'transformers'].map((page) => join(pages, `${page}.html`)) },
    },
    worker: { format: 'es' },
  })
  copyForTransformers(hasClip)
  for (const set of pictures) await writePictures(set)
  return out
}
