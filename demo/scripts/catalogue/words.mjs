import { listAttributeWords } from '@locavore/postcards'
import { encodeTexts } from './encode.mjs'

const round = (value) => Math.round(value * 1e5) / 1e5

function meanDirection(vectors) {
  const sum = new Float64Array(vectors[0].length)
  for (const vector of vectors) {
    const length = Math.hypot(...vector)
    vector.forEach((value, at) => {
      sum[at] += value / length
    })
  }
  const length = Math.hypot(...sum)
  return Array.from(sum, (value) => round(value / length))
}

/**
 * A vector of length 1 for each value of each attribute, between those of its English synonyms: what the vectors of a large
 * collection are made from.
 *
 * @returns `{ space, words: { place: { harbour: [0.1, ...] } } }`
 */
export async function makeWords(model, manifest) {
  const values = Object.entries(listAttributeWords('en')).flatMap(([attribute, words]) =>
    Object.entries(words).map(([value, synonyms]) => ({ attribute, value, synonyms })),
  )
  const vectors = await encodeTexts(
    model,
    manifest,
    values.flatMap(({ synonyms }) => synonyms),
  )
  const words = {}
  let at = 0
  for (const { attribute, value, synonyms } of values) {
    words[attribute] ??= {}
    words[attribute][value] = meanDirection(vectors.slice(at, at + synonyms.length))
    at += synonyms.length
  }
  const { id, dimensions } = manifest.space
  return { space: { id, dimensions, modalities: ['text'] }, words }
}
