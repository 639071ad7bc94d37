import { readFileSync } from 'node:fs'
import { parseManifest, readFactors, readItems, readShared, readVectors, readWeights } from '@locavore/catalogue'
import { Catalogue } from '@locavore/core'
import { createKernels } from '@locavore/kernels'
import { createScene } from '@locavore/postcards'
import { joinLearnt } from '../../packages/locavore/dist/worker/pack/assembly/learnt-tables.js'

/** The demo's built catalogue, or the one in the folder that CATALOGUE names, with the scene behind every postcard and what was learnt. */
export async function openPostcards() {
  const folder = new URL(process.env.CATALOGUE ?? '../../demo/public/catalogue/', import.meta.url)
  const read = (path) => readFileSync(new URL(path, folder))
  const manifest = parseManifest(read('manifest.json'))
  const shards = manifest.shards.map(({ items: file, rows, vectors }) => ({
    items: readItems(read(file.path), { file: file.path, rows }),
    vectors: Object.entries(vectors).map(([modality, { path }]) => {
      const space = manifest.spaces.find(({ modalities }) => modalities.includes(modality))
      return { modality, ...readVectors(read(path), { file: path, rows, space, modality }) }
    }),
  }))
  const [space] = manifest.spaces
  const catalogue = new Catalogue({ kernels: await createKernels(), space })
  for (const shard of shards) {
    for (const [row, item] of shard.items.entries()) catalogue.add(item, embeddingsAt(shard.vectors, row))
  }
  const items = shards.flatMap((shard) => shard.items)
  const scenes = new Map(items.map(({ id }) => [id, createScene(Number(id.replace('pc-', '')))]))
  return { catalogue, items, scenes, space, learnt: openLearnt(manifest, items, read) }
}

/** What a pack of one shard learnt from its simulated people; undefined for one that learnt nothing. */
function openLearnt({ shards: [shard], itemCount: rows, learnt = {}, spaces }, items, read) {
  const { factorDimensions, constants, shared } = learnt
  if (shard?.factors === undefined || factorDimensions === undefined) return undefined
  const { factors, weights } = shard
  return joinLearnt({
    rowIds: items.map(({ id }) => id),
    live: () => true,
    shards: [
      {
        firstRow: 0,
        factors: readFactors(read(factors.path), { file: factors.path, rows, dimensions: factorDimensions }),
        weights: weights && readWeights(read(weights.path), { file: weights.path, rows, allRows: rows }),
        transitions: undefined,
      },
    ],
    shared: shared && readShared(read(shared.path), { file: shared.path, spaces, factorDimensions }),
    factorDimensions,
    constants,
    space: spaces[0],
    whole: true,
  })
}

function embeddingsAt(vectors, row) {
  const embeddings = vectors
    // A row of scale 0 says that the item lacks the medium.
    .filter(({ scales }) => scales[row] > 0)
    .map(({ modality, dimensions, codes, scales }) => [
      modality,
      { codes: codes.slice(row * dimensions, (row + 1) * dimensions), scale: scales[row] },
    ])
  return Object.fromEntries(embeddings)
}

/** So many different items of a taste. */
export function drawLikes(members, count, random) {
  const left = [...members]
  return Array.from(
    { length: Math.min(count, left.length) },
    () => left.splice(Math.floor(random() * left.length), 1)[0],
  )
}
