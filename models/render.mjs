// Draws postcards into the cache: raw RGB shards beside JSON lines with the scene and its captions.
// node render.mjs <compiled postcards/index.js> <cache folder> [training cards]
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { Worker } from 'node:worker_threads'

const SHARD = 500
const WORKERS = 2

/** Training starts at a million, so it never meets the demo's catalogue (below 10,000) or the unseen cards. */
function listSets(cards) {
  const few = cards < 10_000
  const cardsOf = (name, firstSeed, count, take) => ({ name, draw: 'cards', firstSeed, cards: count, take, side: 112 })
  return [
    cardsOf('unseen', 500_000, few ? 500 : 2_000, 'all'),
    cardsOf('held-out', 600_000, few ? 100 : 500, 'held-out'),
    { name: 'unseen-sounds', draw: 'sounds', firstSeed: 500_000, cards: few ? 100 : 500, take: 'all' },
    { ...cardsOf('train', 1_000_000, cards, 'seen'), side: 128, vary: true },
    // The sounds of the first training cards, so that picture, sound and words of one scene meet.
    { name: 'train-sounds', draw: 'sounds', firstSeed: 1_000_000, cards: Math.ceil(cards * 0.375), take: 'seen' },
    { ...cardsOf('moments', 2_000_000, Math.ceil(cards / 8), 'eventful'), draw: 'moments', side: 128, vary: true },
  ]
}

/** Every word for an attribute's value and for an event, by language: what a person would type. */
function listWords({ LANGUAGES, SOUND_EVENT_NAMES, CLIP_EVENT_NAMES, writeEvent, listAttributeWords }) {
  const names = [...SOUND_EVENT_NAMES, ...CLIP_EVENT_NAMES]
  const events = Object.fromEntries(
    names.map((name) => [
      name,
      Object.fromEntries(LANGUAGES.map((language) => [language, writeEvent(name, language)])),
    ]),
  )
  const attributes = Object.fromEntries(LANGUAGES.map((language) => [language, listAttributeWords(language)]))
  return { languages: LANGUAGES, events, attributes }
}

function digestOf(folder) {
  const digest = createHash('sha256')
  const files = readdirSync(folder, { recursive: true }).map(String)
  for (const file of files.filter((name) => name.endsWith('.js')).sort()) {
    digest.update(file).update(readFileSync(join(folder, file)))
  }
  digest.update(readFileSync(new URL('render-worker.mjs', import.meta.url)))
  return digest.digest('hex')
}

/** A set drawn by other code is thrown away; finished shards of the same code are kept. */
function prepareSet(folder, digest) {
  const stamp = join(folder, 'drawn-by.txt')
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') !== digest) rmSync(folder, { recursive: true })
  mkdirSync(folder, { recursive: true })
  writeFileSync(stamp, digest)
}

/** Seeds of a set in order; held-out combinations are left out of training and are all of their own set. */
function listSeeds({ firstSeed, cards, take }, { createScene, clipEvents, isHeldOutCombination }) {
  const seeds = []
  for (let seed = firstSeed; seeds.length < cards; seed++) {
    const scene = createScene(seed)
    const heldOut = isHeldOutCombination(scene)
    const eventful = take !== 'eventful' || clipEvents(scene).some(({ name }) => name !== 'hop')
    const fits = take === 'held-out' ? heldOut : take === 'seen' || take === 'eventful' ? !heldOut && eventful : true
    if (fits) seeds.push(seed)
  }
  return seeds
}

function listShards(sets, cache, postcards) {
  return sets.flatMap((set) => {
    const seeds = listSeeds(set, postcards)
    const shards = []
    for (let start = 0; start < seeds.length; start += SHARD) {
      const path = join(cache, set.name, String(start / SHARD).padStart(4, '0'))
      if (existsSync(`${path}.jsonl`)) continue
      const { draw, side, vary, take } = set
      shards.push({ path, seeds: seeds.slice(start, start + SHARD), draw, side, vary, take })
    }
    return shards
  })
}

function drawShards(shards, modulePath) {
  const queue = [...shards]
  const started = Date.now()
  const run = () =>
    new Promise((done, fail) => {
      const worker = new Worker(new URL('render-worker.mjs', import.meta.url), { workerData: { modulePath } })
      const next = () => {
        const shard = queue.shift()
        if (shard) worker.postMessage(shard)
        else worker.terminate().then(done, fail)
      }
      worker.on('message', (path) => {
        const seconds = Math.round((Date.now() - started) / 1000)
        console.error(`drawn ${path.split('/').slice(-2).join('/')}, ${queue.length} shards left, ${seconds} s`)
        next()
      })
      worker.on('error', fail)
      next()
    })
  return Promise.all(Array.from({ length: WORKERS }, run))
}

const [entry, cacheArgument, count = '20000'] = process.argv.slice(2)
if (!entry || !cacheArgument) throw new Error('usage: render.mjs <postcards/index.js> <cache folder> [training cards]')
const modulePath = pathToFileURL(resolve(entry)).href
const cache = resolve(cacheArgument)
const postcards = await import(modulePath)
const digest = digestOf(dirname(resolve(entry)))
const sets = listSets(Number(count))
for (const set of sets) prepareSet(join(cache, set.name), digest)
const { PLACES, WEATHERS, HOURS, SEASONS, SUBJECTS, MOODS, STYLES, PALETTES } = postcards
const attributes = { place: PLACES, weather: WEATHERS, hour: HOURS, season: SEASONS }
Object.assign(attributes, { subject: SUBJECTS, mood: MOODS, style: STYLES, palette: PALETTES })
writeFileSync(join(cache, 'attributes.json'), JSON.stringify(attributes))
writeFileSync(join(cache, 'words.json'), JSON.stringify(listWords(postcards)))
await drawShards(listShards(sets, cache, postcards), modulePath)
