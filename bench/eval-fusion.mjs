// Which way of fusing media fills the next list of 20 with a hidden taste, on the demo's postcards with the embedded model:
// `late` and `gate` through the recommender, then every way on plain centred cosines, and each medium alone.
// Usage: pnpm eval:fusion [--json FILE] [--draws N]. Reads the demo's built catalogue; no browser.
import { createRandom, FUSION_METHODS, fuse, recommend, replay, SimilarityCache, topK } from '@locavore/core'
import { COMPOUND_TASTES, matchesTaste, STYLES, SUBJECTS, TASTES } from '@locavore/postcards'
import { drawLikes, openPostcards } from './support/postcards.mjs'
import { printTable, writeJson } from './support/report.mjs'

const LIST = 20
const LIKES = [2, 5, 12]
const RESAMPLES = 1_000
const draws = Number(process.argv[process.argv.indexOf('--draws') + 1]) || 10
const { catalogue, items, scenes, space } = await openPostcards()
const similarities = new SimilarityCache(catalogue)
const indexes = Int32Array.from(items, ({ id }) => catalogue.indexOf(id))

const valueTastes = (attribute, values) => values.map((value) => ({ [attribute]: value }))
const KINDS = {
  themes: TASTES.map((taste) => (scene) => matchesTaste(taste, scene)),
  'two things at once': COMPOUND_TASTES.map((taste) => (scene) => matchesTaste(taste, scene)),
  'a style': valueTastes('style', STYLES).map(
    ({ style }) =>
      (scene) =>
        scene.style === style,
  ),
  'a subject': valueTastes('subject', SUBJECTS).map(
    ({ subject }) =>
      (scene) =>
        scene.subject === subject,
  ),
}

/** Share of what could match among the next 20. */
const share = (ids, wanted) => ids.filter((id) => wanted.has(id)).length / Math.min(LIST, wanted.size)

function inRecommender(fusion) {
  return (likes) => {
    const profile = replay(likes.map((itemId, k) => ({ sequence: k + 1, type: 'like', itemId, at: k })))
    return recommend({ catalogue, similarities, profile }, { fusion, diversity: 0 })
      .take(LIST)
      .map(({ item }) => item.id)
  }
}

function onCosines(method, only) {
  return (likes) => {
    const liked = likes.map((id) => catalogue.indexOf(id))
    const candidates = indexes.filter((index) => !liked.includes(index))
    const media = space.modalities
      .filter((modality) => only === undefined || modality === only)
      .map((modality) => mediumOf(catalogue.modality(modality), liked, candidates))
    const eventWeights = new Float64Array(liked.length).fill(1)
    const { scores } = fuse(method, { candidates: candidates.length, eventWeights, media })
    return Array.from(topK(scores, LIST), (j) => catalogue.idAt(candidates[j]))
  }
}

function mediumOf(rows, liked, candidates) {
  const cosines = new Map()
  const rowOf = (h) => {
    const known = cosines.get(h) ?? rows.similarities(rows.centredRow(liked[h]))
    cosines.set(h, known)
    return known
  }
  return {
    weight: 1,
    known: Uint8Array.from(candidates, (index) => Number(rows.has(index))),
    knownEvents: Uint8Array.from(liked, (index) => Number(rows.has(index))),
    cosines: (h) => {
      const row = rowOf(h)
      return Float32Array.from(candidates, (index) => row[index])
    },
    between: (h, other) => rowOf(h)[liked[other]],
  }
}

/** Mean of what was drawn, with its 95% bootstrap interval. */
function estimate(values) {
  const random = createRandom(1)
  const means = Float64Array.from({ length: RESAMPLES }, () => {
    let sum = 0
    for (let k = 0; k < values.length; k += 1) sum += values[Math.floor(random() * values.length)]
    return sum / values.length
  }).sort()
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  return { mean, low: means[Math.floor(0.025 * RESAMPLES)], high: means[Math.ceil(0.975 * RESAMPLES) - 1] }
}

/** The same draws for every way, so that differences are paired. */
function drawn(tastes, count) {
  return tastes.flatMap((matches) => {
    const members = items.map(({ id }) => id).filter((id) => matches(scenes.get(id)))
    if (members.length < 2 * count) return []
    const random = createRandom(7)
    return Array.from({ length: draws }, () => {
      const likes = drawLikes(members, count, random)
      return { likes, wanted: new Set(members.filter((id) => !likes.includes(id))) }
    })
  })
}

const short = (value) => value.toFixed(3).replace(/^(-?)0\./, '$1.')
const words = ({ mean, low, high }) => `${short(mean)} [${short(low)}, ${short(high)}]`
const cases = new Map(
  Object.entries(KINDS).flatMap(([kind, tastes]) => LIKES.map((n) => [`${kind}, ${n} likes`, drawn(tastes, n)])),
)
const results = { space: space.id, draws, recommender: {}, cosines: {} }

console.log(
  `${space.id}, ${items.length} postcards, ${draws} draws of every taste; share of the next ${LIST} that match\n`,
)
const rows = [['in the recommender', 'late', 'gate', 'difference']]
for (const [name, people] of cases) {
  const [late, gate] = ['late', 'gate'].map((fusion) => {
    const rank = inRecommender(fusion)
    return people.map(({ likes, wanted }) => share(rank(likes), wanted))
  })
  const found = {
    late: estimate(late),
    gate: estimate(gate),
    difference: estimate(gate.map((value, k) => value - late[k])),
  }
  results.recommender[name] = found
  rows.push([name, words(found.late), words(found.gate), words(found.difference)])
}
printTable(rows)

const ways = [
  ...FUSION_METHODS.map((method) => [method, onCosines(method)]),
  ...space.modalities.map((modality) => [`${modality} alone`, onCosines('late', modality)]),
]
const five = [...cases].filter(([name]) => name.endsWith(', 5 likes'))
const table = [['on centred cosines', ...five.map(([name]) => name)]]
for (const [way, rank] of ways) {
  const found = five.map(([name, people]) => [
    name,
    estimate(people.map(({ likes, wanted }) => share(rank(likes), wanted))),
  ])
  results.cosines[way] = Object.fromEntries(found)
  table.push([way, ...found.map(([, value]) => words(value))])
}
console.log('')
printTable(table)
writeJson(results)
