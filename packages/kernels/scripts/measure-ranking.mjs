// Prints how long lists take from a history of 200 likes: `node packages/kernels/scripts/measure-ranking.mjs`.
// Build first. Each figure is the least of several runs, in milliseconds.
import {
  Catalogue,
  createRandom,
  emptyProfile,
  foldInteraction,
  quantise,
  recommend,
  replay,
  SimilarityCache,
  search,
} from '@locavore/core'
import { createKernels } from '@locavore/kernels'

const shapes = [
  [720, 128],
  [720, 512],
  [100_000, 128],
]
const EVENTS = 200

for (const prefer of ['wasm-simd', 'typescript']) {
  const kernels = await createKernels({ prefer })
  for (const [items, dimensions] of shapes) {
    const catalogue = fill(kernels, items, dimensions)
    const log = Array.from({ length: EVENTS + 1 }, (_, k) => ({
      sequence: k + 1,
      type: 'like',
      itemId: `i${k * 3}`,
      at: 0,
    }))
    const profile = replay(log.slice(0, EVENTS))
    const more = foldInteraction(profile, log[EVENTS])
    const list = (similarities, known) => recommend({ catalogue, similarities, profile: known }).take(20)
    const warm = new SimilarityCache(catalogue)
    list(warm, profile)
    const query = [{ modality: 'text', vector: Float32Array.from({ length: dimensions }, (_, d) => Math.sin(d)) }]
    console.log(kernels.name, `${items} x 2 x ${dimensions}`, {
      newPerson: least(() => list(warm, emptyProfile())),
      nothingCached: least(() => list(new SimilarityCache(catalogue), profile)),
      cached: least(() => list(warm, profile)),
      afterOneMore: least(() => {
        const cache = new SimilarityCache(catalogue)
        list(cache, profile)
        return () => list(cache, more)
      }),
      search: least(() => search({ catalogue, similarities: warm, profile }, query).take(20)),
    })
    catalogue.close()
  }
}

function fill(kernels, items, dimensions) {
  const random = createRandom(1)
  const space = { id: 'measure@1', dimensions, modalities: ['text', 'image'] }
  const catalogue = new Catalogue({ kernels, space })
  const tastes = Array.from({ length: 20 }, () => Float32Array.from({ length: dimensions }, () => random() - 0.5))
  for (let k = 0; k < items; k += 1) {
    const embed = () =>
      quantise(
        tastes[k % 20].map((value) => value + random() - 0.5),
        dimensions,
      )
    catalogue.add({ id: `i${k}`, popularity: k % 97, addedAt: k }, { text: embed(), image: embed() })
  }
  return catalogue
}

/** A run may return what is to be timed instead of itself. */
function least(run) {
  let shortest = Number.POSITIVE_INFINITY
  for (let round = 0; round < 7; round += 1) {
    let start = performance.now()
    const timed = run()
    if (typeof timed === 'function') {
      start = performance.now()
      timed()
    }
    shortest = Math.min(shortest, performance.now() - start)
  }
  return Number(shortest.toFixed(2))
}
