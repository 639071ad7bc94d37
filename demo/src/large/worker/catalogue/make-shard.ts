import { type Item, type QuantisedRows, quantise } from '@locavore/core'
import { createScene, type Scene, writeTitle } from '@locavore/postcards'
import { ATTRIBUTES, type WordVectors } from './word-vectors.js'

const DAY = 86_400_000
/** A fixed day, so that a seed always gives the same bytes. */
const LAST_DAY = Date.UTC(2026, 5, 1)

export interface MadeShard {
  readonly items: readonly Item[]
  readonly rows: QuantisedRows
}

/** A long tail: most have a few likes, some have hundreds. */
function popularityOf(seed: number): number {
  const luck = (Math.imul(seed, 2_654_435_761) >>> 0) / 2 ** 32
  return Math.round(320 * luck ** 6)
}

/** Its picture and its words in other languages come from the seed in its id, when they are wanted. */
function itemOf(scene: Scene): Item {
  const { seed } = scene
  return {
    id: `pc-${String(seed).padStart(6, '0')}`,
    title: writeTitle(scene, 'en'),
    attributes: Object.fromEntries(ATTRIBUTES.map((attribute) => [attribute, scene[attribute]])),
    popularity: popularityOf(seed),
    addedAt: LAST_DAY - ((seed * 7919) % 540) * DAY,
  }
}

/** The postcards of the seeds from `first` to before `end`, each with its vector. */
export function makeShard(first: number, end: number, words: WordVectors): MadeShard {
  const { dimensions } = words.space
  const count = end - first
  const items: Item[] = []
  const codes = new Int8Array(count * dimensions)
  const scales = new Float32Array(count)
  const vector = new Float32Array(dimensions)
  for (let row = 0; row < count; row += 1) {
    const scene = createScene(first + row)
    items.push(itemOf(scene))
    words.write(scene, vector)
    const quantised = quantise(vector, dimensions)
    codes.set(quantised.codes, row * dimensions)
    scales[row] = quantised.scale
  }
  return { items, rows: { dimensions, count, codes, scales } }
}
