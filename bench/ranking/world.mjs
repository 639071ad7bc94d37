import { foldInteraction, gaussian, ItemFactors, ItemWeights, Learnt, quantise, replay } from '@locavore/core'

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

export function* makeItems(random, items) {
  for (let index = 0; index < items; index += 1) {
    const attributes = { half: index % 2 === 0, twentieth: index % 20, thousandth: index % 1_000 }
    const popularity = Math.floor(1_000 * random() ** 4)
    yield { id: `item-${index}`, title: `Item number ${index}`, attributes, popularity, addedAt: index }
  }
}

/** The embedding of an item. */
export function textOf(vectors, index, dimensions) {
  return quantise(vectors.subarray(index * dimensions, (index + 1) * dimensions), dimensions)
}

/** Tables as a publisher ships them: int8 factors, and a hundred neighbours an item. */
export function makeFactors(random, items, dimensions) {
  return new ItemFactors({
    dimensions,
    values: Int8Array.from({ length: items * dimensions }, () => codeOf(random)),
    scales: new Float32Array(dimensions).fill(0.002),
  })
}

export function makeItemWeights(random, items) {
  return new ItemWeights({
    perItem: NEIGHBOURS,
    ids: Int32Array.from({ length: items * NEIGHBOURS }, () => Math.floor(random() * items)),
    weights: Int8Array.from({ length: items * NEIGHBOURS }, () => codeOf(random)),
    scales: new Float32Array(items).fill(0.002),
  })
}

/** @param ids of the items, in the order of the rows */
export function makeLearnt(ids, factors, itemWeights) {
  return new Learnt({ ids, factors, itemWeights })
}

function codeOf(random) {
  return Math.floor(random() * 255) - 127
}

/** Somebody who liked things of a few groups. */
export function personOf(random, items, likes) {
  const groups = Array.from({ length: 4 }, () => Math.floor(random() * GROUPS))
  return replay(Array.from({ length: likes }, (_, k) => likeOf(k + 1, `item-${itemOf(random, items, groups[k % 4])}`)))
}

/** The same person after one more like, of any item. */
export function afterLike(random, items, profile) {
  const itemId = `item-${itemOf(random, items, Math.floor(random() * GROUPS))}`
  return foldInteraction(profile, likeOf(profile.lastSequence + 1, itemId))
}

function itemOf(random, items, group) {
  return group + Math.floor((random() * items) / GROUPS) * GROUPS
}

function likeOf(sequence, itemId) {
  return { sequence, type: 'like', itemId, at: 0 }
}
