// Whether directions of words through the text tower tell what postcards show and what a person likes: concepts are the values of
// a scene, as plain words. Chance is one in as many values as there are.
// Usage: pnpm eval:concepts [--json FILE] [--draws N]. Reads the demo's built catalogue and the embedded model; no browser.
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { conceptStrengths, createRandom, replay, weighEvidence } from '@locavore/core'
import { HOURS, PLACES, SEASONS, STYLES, SUBJECTS, WEATHERS } from '@locavore/postcards'
import { createVectorMaker } from '../demo/scripts/catalogue/make-vectors.mjs'
import { drawLikes, openPostcards } from './support/postcards.mjs'
import { printTable, writeJson } from './support/report.mjs'

const LIKES = 5
const FIRST = 3
const RESAMPLES = 1_000
/** Every so many items are asked about. */
const ITEM_STEP = 4
const ATTRIBUTES = { place: PLACES, weather: WEATHERS, hour: HOURS, season: SEASONS, subject: SUBJECTS, style: STYLES }
const draws = Number(process.argv[process.argv.indexOf('--draws') + 1]) || 10
const { catalogue, items, scenes, space } = await openPostcards()
const concepts = await embedConcepts()
const ids = items.map(({ id }) => id)

async function embedConcepts() {
  const model = fileURLToPath(new URL('../packages/nano/model/', import.meta.url))
  const manifest = JSON.parse(readFileSync(`${model}manifest.json`, 'utf8'))
  if (manifest.space.id !== space.id) {
    throw new Error(
      `The catalogue is of ${space.id}, the model of ${manifest.space.id}. Build the demo's catalogue again.`,
    )
  }
  const all = Object.entries(ATTRIBUTES).flatMap(([attribute, values]) => values.map((value) => ({ attribute, value })))
  const texts = all.map(({ value }) => ({ title: value.replaceAll('-', ' '), text: '' }))
  const vectors = await createVectorMaker(model, manifest).ofTexts(texts)
  return all.map(({ attribute, value }, k) => ({
    attribute,
    name: value,
    embedding: { modality: 'text', vector: vectors[k] },
  }))
}

/** Mean of hits with its 95% bootstrap interval. */
function estimate(values) {
  const random = createRandom(1)
  const means = Float64Array.from({ length: RESAMPLES }, () => {
    let sum = 0
    for (let k = 0; k < values.length; k += 1) sum += values[Math.floor(random() * values.length)]
    return sum / values.length
  }).sort()
  const mean = values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length)
  return { mean, low: means[Math.floor(0.025 * RESAMPLES)], high: means[Math.ceil(0.975 * RESAMPLES) - 1] }
}

/** Of each item, whether the word that it lies along most, among the values of an attribute, is the one its scene has. */
function ofItems(attribute) {
  const own = concepts.filter((concept) => concept.attribute === attribute)
  return ids
    .filter((_, k) => k % ITEM_STEP === 0)
    .map((id) => {
      const strengths = conceptStrengths(catalogue, own, [], id)
      const best = strengths.reduce((first, next) => (next.item > first.item ? next : first))
      return Number(best.name === scenes.get(id)[attribute])
    })
}

/** Of people who like one value: whether its word is the strongest of its attribute, and among the first three of all words. */
function ofTastes(attribute, values) {
  const [own, all] = [[], []]
  for (const value of values) {
    const members = ids.filter((id) => scenes.get(id)[attribute] === value)
    if (members.length < LIKES) continue
    const random = createRandom(11)
    for (let draw = 0; draw < draws; draw += 1) {
      const likes = drawLikes(members, LIKES, random)
      const log = likes.map((itemId, k) => ({ sequence: k + 1, type: 'like', itemId, at: k }))
      const strengths = conceptStrengths(catalogue, concepts, weighEvidence(replay(log)))
      const ordered = strengths.sort((a, b) => b.taste - a.taste).map(({ name }) => name)
      own.push(Number(ordered.find((name) => values.includes(name)) === value))
      all.push(Number(ordered.slice(0, FIRST).includes(value)))
    }
  }
  return { own, all }
}

const short = (value) => value.toFixed(3).replace(/^0\./, '.')
const words = ({ mean, low, high }) => `${short(mean)} [${short(low)}, ${short(high)}]`
console.log(`${space.id}, ${items.length} postcards, ${concepts.length} words, ${draws} people for every value\n`)
const table = [['', 'by chance', 'item', `taste of ${LIKES} likes`, `among the first ${FIRST} of all`, 'by chance']]
const results = {}
for (const [attribute, values] of Object.entries(ATTRIBUTES)) {
  const { own, all } = ofTastes(attribute, values)
  const found = {
    chance: 1 / values.length,
    item: estimate(ofItems(attribute)),
    taste: estimate(own),
    first: estimate(all),
  }
  results[attribute] = found
  const chances = [found.chance, FIRST / concepts.length].map(short)
  table.push([attribute, chances[0], words(found.item), words(found.taste), words(found.first), chances[1]])
}
printTable(table)
writeJson({ space: space.id, draws, results })
