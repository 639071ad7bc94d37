// Makes the demo's catalogue pack: pictures, sounds, clips, items, and ready vectors, all from seeds and the embedded model.
// node scripts/build-catalogue.mjs [--force]
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { writePack } from '@locavore/catalogue'
import { countByPeriod, simulateCrowd } from './catalogue/crowd.mjs'
import { isUpToDate, readInputs, sha256 } from './catalogue/inputs.mjs'
import { countFacets, drawPictures, listScenes, makeItems, writeLanguages } from './catalogue/items.mjs'
import { learnFrom } from './catalogue/learn.mjs'
import { createVectorMaker } from './catalogue/make-vectors.mjs'
import { makeChosenMedia, writeMedia } from './catalogue/media.mjs'
import { quantiseRows } from './catalogue/vectors.mjs'
import { makeWords } from './catalogue/words.mjs'

const COUNT = 720
const folder = fileURLToPath(new URL('../public/catalogue/', import.meta.url))

/** Beside the file stands a packed copy, for browsers that take one: rows of items without a medium are nearly nothing then. */
function write(path, bytes) {
  writeFileSync(join(folder, path), bytes)
  writeFileSync(join(folder, `${path}.gz`), gzipSync(bytes, { level: 9 }))
}

const writeJson = (path, value) => write(path, Buffer.from(JSON.stringify(value)))

function emptyFolder() {
  rmSync(folder, { recursive: true, force: true })
  for (const name of ['images', 'sounds', 'clips', 'texts']) mkdirSync(join(folder, name), { recursive: true })
}

async function build({ model, manifest, digest }) {
  emptyFolder()
  const pictures = drawPictures(COUNT)
  const vectors = createVectorMaker(model, manifest)
  // Media are made in other threads, while this one reads pictures.
  const [media, images] = await Promise.all([makeChosenMedia(COUNT), vectors.ofPictures(pictures)])
  const crowd = simulateCrowd(listScenes(COUNT))
  const items = makeItems(COUNT, media, countByPeriod(crowd))
  items.forEach((item, seed) => {
    writeFileSync(join(folder, item.image), pictures[seed])
  })
  writeMedia(folder, media)
  const languages = writeLanguages(COUNT)
  for (const { language, texts } of languages) writeJson(`texts/${language}.json`, texts)
  const made = [
    { modality: 'text', rows: await vectors.ofTexts(items) },
    { modality: 'image', rows: images },
    ...(await vectors.ofMedia(COUNT, media)),
  ]
  const rows = made.map(({ modality, rows }) => [modality, quantiseRows(rows, manifest.space.dimensions)])
  // Pictures and words belong to the revision too, though the recommender never reads them.
  const beside = sha256(JSON.stringify([sha256(pictures.join('\n')), languages])).slice(0, 16)
  const input = {
    name: 'postcards',
    licence: 'Apache-2.0',
    about: { publisher: 'Postcards, the demo of Locavore', media: beside },
    spaces: [manifest.space],
    // Small enough to come at once: the first list then chooses from all of it.
    shards: [{ items, vectors: Object.fromEntries(rows) }],
  }
  const pack = await withLearnt(input, crowd)
  for (const [path, bytes] of pack.files) write(path, bytes)
  writeJson('facets.json', countFacets(items))
  writeJson('words.json', await makeWords(model, manifest))
  writeFileSync(join(folder, '.made-from'), digest)
}

/** The same pack with what the simulated people's likes teach; learning reads the items and vectors of a pack that is there. */
async function withLearnt(input, crowd) {
  const { shard, shared, learnt } = await learnFrom(crowd, await writePack(input))
  const [only] = input.shards
  return writePack({ ...input, shards: [{ ...only, ...shard }], shared, learnt })
}

const inputs = readInputs()
if (isUpToDate(folder, inputs.digest) && !process.argv.includes('--force')) {
  console.log('The catalogue is up to date.')
} else {
  const since = performance.now()
  await build(inputs)
  console.log(`Made a catalogue of ${COUNT} postcards in ${((performance.now() - since) / 1000).toFixed(1)} s.`)
}
