// How well five likes of one hidden taste fill the next list of 20 with it, over every taste and many draws.
// Popularity and learnt tables of the demo come from simulated people with these very themes: the rows without them cannot profit.
// Usage: pnpm eval:taste [--json FILE] [--draws N]. Reads the demo's built catalogue; no browser.
import { createRandom, recommend, replay, SCORE_CONSTANTS, SimilarityCache } from '@locavore/core'
import { COMPOUND_TASTES, matchesTaste, TASTES } from '@locavore/postcards'
import { openPostcards } from './support/postcards.mjs'
import { printTable, writeJson } from './support/report.mjs'

const { catalogue, items, scenes, learnt } = await openPostcards()

/** Five different items of a taste. */
function drawLikes(taste, random) {
  const members = items.filter(({ id }) => matchesTaste(taste, scenes.get(id)))
  const likes = []
  while (likes.length < 5) {
    const { id } = members[Math.floor(random() * members.length)]
    if (!likes.includes(id)) likes.push(id)
  }
  return likes
}

/** Share of the taste among the next 20 after these likes. */
function shareAfterLikes(catalogue, similarities, taste, likes, options, constants) {
  const profile = replay(likes.map((itemId, index) => ({ sequence: index + 1, type: 'like', itemId, at: index })))
  const { alone, ...others } = options
  const ground = { catalogue, similarities, profile, constants, ...(alone || learnt === undefined ? {} : { learnt }) }
  const list = recommend(ground, others).take(20)
  return list.filter(({ item, itemId }) => matchesTaste(taste, scenes.get(itemId ?? item.id))).length / 20
}

/** The same with the hidden scenes read out: naive Bayes over all attributes, smoothed towards the catalogue's shares. */
function oracleShare(taste, likes) {
  const count = (attribute, value, ids) => ids.filter((id) => scenes.get(id)[attribute] === value).length
  const ids = items.map(({ id }) => id)
  const odds = (attribute, value, size) => {
    const base = count(attribute, value, ids) / ids.length
    return Math.log((count(attribute, value, likes) + size * base) / (likes.length + size) / base)
  }
  const table = Object.fromEntries(
    ATTRIBUTES.map((attribute) => {
      const values = [...new Set(ids.map((id) => scenes.get(id)[attribute]))]
      return [attribute, Object.fromEntries(values.map((value) => [value, odds(attribute, value, values.length)]))]
    }),
  )
  const score = (id) => ATTRIBUTES.reduce((sum, attribute) => sum + table[attribute][scenes.get(id)[attribute]], 0)
  const next = ids.filter((id) => !likes.includes(id)).sort((a, b) => score(b) - score(a))
  return next.slice(0, 20).filter((id) => matchesTaste(taste, scenes.get(id))).length / 20
}

const ATTRIBUTES = ['place', 'weather', 'hour', 'season', 'subject', 'mood', 'style']
const VARIANTS = {
  default: [{}, {}],
  'no diversity': [{ diversity: 0 }, {}],
  'nothing learnt from others': [{ alone: true }, {}],
  'nothing learnt, no popularity': [{ alone: true }, { popularityFade: 0 }],
  'media weighed by the person': [{ fusion: 'gate' }, {}],
  'words and pictures': [{}, { modalityWeights: { text: 1, image: 1, audio: 0, clip: 0 } }],
  'pictures only': [{}, { modalityWeights: { text: 0, image: 1, audio: 0, clip: 0 } }],
  'words only': [{}, { modalityWeights: { text: 1, image: 0, audio: 0, clip: 0 } }],
}
const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length
const draws = Number(process.argv[process.argv.indexOf('--draws') + 1]) || 20
const similarities = new SimilarityCache(catalogue)

function measure(taste) {
  const over = (draw) => {
    const random = createRandom(7)
    return mean(Array.from({ length: draws }, () => draw(drawLikes(taste, random))))
  }
  const variants = Object.entries(VARIANTS).map(([name, [options, constants]]) => [
    name,
    over((likes) =>
      shareAfterLikes(catalogue, similarities, taste, likes, options, { ...SCORE_CONSTANTS, ...constants }),
    ),
  ])
  return {
    'base rate': mean(items.map(({ id }) => Number(matchesTaste(taste, scenes.get(id))))),
    ...Object.fromEntries(variants),
    'hidden scenes read (naive Bayes)': over((likes) => oracleShare(taste, likes)),
  }
}

const results = {}
for (const [kind, tastes] of [
  ['themes', TASTES],
  ['compound', COMPOUND_TASTES],
]) {
  const measured = Object.fromEntries(tastes.map((taste) => [taste.name, measure(taste)]))
  results[kind] = measured
  const rows = Object.keys(Object.values(measured)[0])
  console.log(`\n${kind}: share of the next 20 after five likes, mean of ${draws} draws`)
  printTable([
    ['', ...Object.keys(measured), 'mean'],
    ...rows.map((row) => {
      const shares = Object.values(measured).map((taste) => taste[row])
      return [row, ...shares.map((share) => share.toFixed(2)), mean(shares).toFixed(3)]
    }),
  ])
}
writeJson({ draws, results })
