// Makes the demo's catalogue: pictures, items, and ready vectors, all from seeds and the embedded model.
// node scripts/build-catalogue.mjs [--force]
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { encodePictures, encodeTexts } from './catalogue/encode.mjs'
import { isUpToDate, readInputs, sha256 } from './catalogue/inputs.mjs'
import { countFacets, makeItems } from './catalogue/items.mjs'
import { packVectors } from './catalogue/vectors.mjs'

const COUNT = 720
const folder = fileURLToPath(new URL('../public/catalogue/', import.meta.url))

/** Writes a file whose name holds its hash, so that a cache never shows an old one under it. */
function writeHashed(stem, ending, bytes) {
  const hash = sha256(bytes)
  const path = `${stem}.${hash.slice(0, 12)}.${ending}`
  writeFileSync(join(folder, path), bytes)
  return { path, bytes: bytes.length, sha256: hash }
}

async function build({ model, manifest, digest }) {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(join(folder, 'images'), { recursive: true })
  const made = makeItems(COUNT)
  const items = made.map(({ item }) => item)
  for (const { item, picture } of made) writeFileSync(join(folder, item.image), picture)
  const { dimensions } = manifest.space
  const texts = await encodeTexts(
    model,
    manifest,
    items.map(({ title, text }) => `${title}\n${text}`),
  )
  const pictures = await encodePictures(
    model,
    manifest,
    made.map(({ picture }) => picture),
  )
  const files = {
    items: writeHashed('items', 'jsonl', Buffer.from(items.map((item) => `${JSON.stringify(item)}\n`).join(''))),
    vectors: [
      { modality: 'text', ...writeHashed('text', 'bin', packVectors(texts, dimensions)) },
      { modality: 'image', ...writeHashed('image', 'bin', packVectors(pictures, dimensions)) },
    ],
  }
  const catalogue = {
    format: 'locavore-catalogue@1',
    // The pictures belong to the revision too, though the recommender never reads them.
    revision: sha256(JSON.stringify([files, sha256(made.map(({ picture }) => picture).join('\n'))])).slice(0, 16),
    space: manifest.space,
    itemCount: COUNT,
    licence: 'Apache-2.0',
    ...files,
  }
  writeFileSync(join(folder, 'manifest.json'), `${JSON.stringify(catalogue, null, 2)}\n`)
  writeFileSync(join(folder, 'facets.json'), JSON.stringify(countFacets(items)))
  writeFileSync(join(folder, '.made-from'), digest)
}

const inputs = readInputs()
if (isUpToDate(folder, inputs.digest) && !process.argv.includes('--force')) {
  console.log('The catalogue is up to date.')
} else {
  const since = performance.now()
  await build(inputs)
  console.log(`Made a catalogue of ${COUNT} postcards in ${((performance.now() - since) / 1000).toFixed(1)} s.`)
}
