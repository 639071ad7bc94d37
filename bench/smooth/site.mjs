import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { createScene, drawPicture } from '@locavore/postcards'
import { build } from 'esbuild'
import { buildPages, serveSite } from '../support/site.mjs'

const here = fileURLToPath(new URL('.', import.meta.url))
const demo = fileURLToPath(new URL('../../demo/', import.meta.url))
const cache = join(here, '../.cache/smooth')

/** The generator is TypeScript that only browsers' bundles hold. */
async function loadGenerator() {
  const outfile = join(cache, 'items.mjs')
  await build({ entryPoints: [join(here, 'items.ts')], bundle: true, format: 'esm', platform: 'node', outfile })
  return import(pathToFileURL(outfile).href)
}

/** The hand-written page with the same postcards ready on its server: it makes nothing itself. */
export async function serveNaive(count) {
  const outDir = join(cache, 'naive')
  await buildPages({ root: join(here, 'page'), pages: ['naive.html'], outDir })
  const { makeItems } = await loadGenerator()
  const { json, vectors } = makeItems(count, readFileSync(join(demo, 'public/catalogue/words.json'), 'utf8'))
  const answers = {
    '/items.json': { bytes: Buffer.from(json), type: 'application/json' },
    '/vectors.bin': { bytes: Buffer.from(vectors.buffer), type: 'application/octet-stream' },
  }
  return serveSite(outDir, (url) => {
    const seed = /^\/pictures\/pc-(\d+)\.svg$/.exec(url)?.[1]
    if (seed === undefined) return answers[url]
    return { bytes: Buffer.from(drawPicture(createScene(Number(seed)))), type: 'image/svg+xml' }
  })
}

/** The demo as it was built. */
export const serveDemo = () => serveSite(join(demo, 'dist'))
