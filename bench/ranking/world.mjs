import { gaussian, ItemFactors, ItemWeights, Learnt, quantise, replay } from '@locavore/core'

const GROUPS = 500
const NEIGHBOURS = 100

/** Vectors of groups, as embeddings of real things lie. `[items, dimensions]` */
export function makeVectors(random, items, dimensions) {
  const groups = Float32Array.from({ length: GROUPS * dimensions }, () => gaussian(random))
  const vectors = new Float32Array(items * dimensions)
  for (let item = 0; item < items; item += 1) {
    const group = (item % GROUPS) * dimensions
    for (let d = 0; d < dimensions; d += 1) {
      vectors[item * dimensions + d] = groups[group + d] + 0.8 * gaussian(random)
    }
  }
  return vectors
}

export function* makeItems(random, items, vectors, dimensions) {
  for (let index = 0; index < items; index += 1) {
    const text = quantise(vectors.subarray(index * dimensions, (index + 1) * dimensions), dimensions)
    const attributes = { half: index % 2 === 0, twentieth: index % 20, thousandth: index % 1_000 }
    const popularity = Math.floor(1_000 * random() ** 4)
    yield { item: { id: `item-${index}`, title: `Item number ${index}`, attributes, popularity, addedAt: index }, text }
  }
}

/** Tables as a publisher ships them: int8 factors, and a hundred neighbours an item. */
export function makeLearnt(random, items, dimensions) {
  const codes = () => Math.floor(random() * 255) - 127
  const factors = new ItemFactors({
    dimensions,
    values: Int8Array.from({ length: items * dimensions }, codes),
    scales: new Float32Array(dimensions).fill(0.002),
  })
  const itemWeights = new ItemWeights({
    perItem: NEIGHBOURS,
    ids: Int32Array.from({ length: items * NEIGHBOURS }, () => Math.floor(random() * items)),
    weights: Int8Array.from({ length: items * NEIGHBOURS }, codes),
    scales: new Float32Array(items).fill(0.002),
  })
  const ids = Array.from({ length: items }, (_, index) => `item-${index}`)
  return new Learnt({ ids, factors, itemWeights })
}

/** Somebody who liked things of a few groups. */
export function personOf(random, items, likes) {
  const groups = Array.from({ length: 4 }, () => Math.floor(random() * GROUPS))
  return replay(
    Array.from({ length: likes }, (_, k) => {
      const turn = Math.floor((random() * items) / GROUPS)
      return { sequence: k + 1, type: 'like', itemId: `item-${groups[k % 4] + turn * GROUPS}`, at: 0 }
    }),
  )
}
