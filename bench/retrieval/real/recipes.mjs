// What the real embeddings are of.
import { existsSync, readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { createScene, drawPicture, LANGUAGES, writeCaption, writeTitle } from '@locavore/postcards'
import { readLines } from '../../quality/data/read-lines.mjs'
import { readTars } from '../../quality/data/read-tar.mjs'

/** Training uses seeds from 1,000,000 and the demo those below 10,000. */
const FIRST_SEED = 2_000_000
const POSTCARDS = 20_000
/** Pictures take ten times as long as words. */
const PICTURES = 6_000
const MOST_PHOTOGRAPHS = 4_000
/** Of every part, so many are asked with and are no rows. */
export const QUERIES = 500

/** Photographs that are not part of this repository. */
const PHOTOGRAPHS = fileURLToPath(new URL('../../../../shared/training/', import.meta.url))

const seeds = (first, count) => Array.from({ length: count }, (_, index) => first + index)
/** Languages by turns, so that a set is not the one cone of one language. */
const languageOf = (seed) => LANGUAGES[seed % LANGUAGES.length]

function describe(seed) {
  const scene = createScene(seed)
  return `${writeTitle(scene, languageOf(seed))}\n${writeCaption(scene, languageOf(seed))}`
}

function photographs() {
  const shards = readdirSync(PHOTOGRAPHS).filter((name) => /^photos-\d+\.tar$/.test(name))
  const files = readTars(shards.sort().map((name) => PHOTOGRAPHS + name))
  return [...files.values()].slice(0, MOST_PHOTOGRAPHS + QUERIES)
}

function labels() {
  const rows = readLines(`${PHOTOGRAPHS}photos.jsonl`, ['file', 'label'])
  const names = [...new Set(rows.flatMap(({ label, coarse, description }) => [label, coarse, description]))]
  return names.filter(Boolean).slice(0, QUERIES)
}

const here = (make) => () => (existsSync(PHOTOGRAPHS) ? make() : undefined)

/** `list` gives the inputs of a part, undefined where they are not here; `make` turns some of them into what is encoded. */
export const PARTS = {
  'postcard-texts': { modality: 'text', list: () => seeds(FIRST_SEED, POSTCARDS + QUERIES), make: describe },
  'postcard-titles': {
    modality: 'text',
    list: () => seeds(FIRST_SEED + 2 * POSTCARDS, QUERIES),
    make: (seed) => writeTitle(createScene(seed), languageOf(seed)),
  },
  'photograph-labels': { modality: 'text', list: here(labels), make: (name) => name },
  photographs: { modality: 'image', list: here(photographs), make: (bytes) => bytes },
  'postcard-pictures': {
    modality: 'image',
    list: () => seeds(FIRST_SEED, PICTURES + QUERIES),
    make: (seed) => drawPicture(createScene(seed)),
  },
}
