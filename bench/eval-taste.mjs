// How well five likes of one hidden taste fill the next list of 20 with it, over every taste and many draws.
// Usage: node bench/eval-taste.mjs [--json FILE] [--draws N]. Reads the demo's built catalogue; no browser.
import { readFileSync } from 'node:fs'
import { Catalogue, recommend, replay, SCORE_CONSTANTS, SimilarityCache, createRandom } from '@locavore/core'
import { createKernels } from '@locavore/kernels'
import { createScene, matchesTaste, TASTES } from '@locavore/postcards'
import { printTable, writeJson } from './support/report.mjs'

const folder = new URL(process.env.CATALOGUE ?? '../demo/public/catalogue/', import.meta.url)
const manifest = JSON.parse(readFileSync(new URL('manifest.json', folder), 'utf8'))
const items = readFileSync(new URL(manifest.items.path, folder), 'utf8').trim().split('\n').map((line) => JSON.parse(line))
const scenes = new Map(items.map(({ id }) => [id, createScene(Number(id.replace('pc-', '')))]))

async function openCatalogue() {
  const catalogue = new Catalogue({ kernels: await createKernels(), space: manifest.space })
  const { dimensions } = manifest.space
  const vectors = manifest.vectors.map(({ path, modality }) => {
    const bytes = readFileSync(new URL(path, folder))
    const codes = new Int8Array(bytes.buffer, bytes.byteOffset, items.length * dimensions)
    const start = bytes.byteOffset + Math.ceil((items.length * dimensions) / 4) * 4
    const scales = new Float32Array(bytes.buffer.slice(start, start + items.length * 4))
    return { modality, codes, scales }
  })
  items.forEach((item, row) => {
    const embeddings = Object.fromEntries(
      vectors.map(({ modality, codes, scales }) => [
        modality,
        { codes: codes.slice(row * dimensions, (row + 1) * dimensions), scale: scales[row] },
      ]),
    )
    catalogue.add(item, embeddings)
  })
  return catalogue
}

/** Share of the taste among the next 20 after five likes drawn from it. */
function shareAfterLikes(catalogue, similarities, taste, random, options, constants) {
  const members = items.filter(({ id }) => matchesTaste(taste, scenes.get(id)))
  const likes = []
  while (likes.length < 5) {
    const { id } = members[Math.floor(random() * members.length)]
    if (!likes.includes(id)) likes.push(id)
  }
  const profile = replay(likes.map((itemId, index) => ({ sequence: index + 1, type: 'like', itemId, at: index })))
  const list = recommend({ catalogue, similarities, profile, constants }, options).take(20)
  return list.filter(({ item, itemId }) => matchesTaste(taste, scenes.get(itemId ?? item.id))).length / 20
}

const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length
const draws = Number(process.argv[process.argv.indexOf('--draws') + 1]) || 20
const VARIANTS = {
  default: [{}, {}],
  'no diversity': [{ diversity: 0 }, {}],
  'no popularity': [{}, { popularityFade: 0 }],
  'neither': [{ diversity: 0 }, { popularityFade: 0 }],
  'pictures only': [{}, { modalityWeights: { text: 0, image: 1 } }],
  'words only': [{}, { modalityWeights: { text: 1, image: 0 } }],
  ...(globalThis.EXTRA_VARIANTS ?? {}),
}

const catalogue = await openCatalogue()
const similarities = new SimilarityCache(catalogue)
const results = {}
for (const [name, [options, constants]] of Object.entries(VARIANTS)) {
  results[name] = {}
  for (const taste of TASTES) {
    const random = createRandom(7)
    const draw = () => shareAfterLikes(catalogue, similarities, taste, random, options, { ...SCORE_CONSTANTS, ...constants })
    results[name][taste.name] = mean(Array.from({ length: draws }, draw))
  }
}
const base = Object.fromEntries(TASTES.map((taste) => [taste.name, mean(items.map(({ id }) => Number(matchesTaste(taste, scenes.get(id)))))]))
printTable([
  ['share of the next 20', ...TASTES.map(({ name }) => name), 'mean'],
  ['base rate', ...Object.values(base).map((value) => value.toFixed(2)), mean(Object.values(base)).toFixed(2)],
  ...Object.entries(results).map(([name, shares]) => [
    name,
    ...Object.values(shares).map((value) => value.toFixed(2)),
    mean(Object.values(shares)).toFixed(3),
  ]),
])
writeJson({ draws, base, results })
