import { readFileSync } from 'node:fs'
import { parseManifest, readItems, readVectors } from '@locavore/catalogue'
import { Catalogue } from '@locavore/core'
import { createKernels } from '@locavore/kernels'
import { createScene } from '@locavore/postcards'

/** The demo's built catalogue, or the one in the folder that CATALOGUE names, with the scene behind every postcard. */
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
  return { catalogue, items, scenes, space }
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
