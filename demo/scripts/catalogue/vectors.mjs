import { quantise } from '@locavore/core'

/**
 * The rows of one modality as a catalogue pack takes them. An item without this modality has `undefined` for a vector, and a
 * scale of 0.
 */
export function quantiseRows(vectors, dimensions) {
  const count = vectors.length
  const codes = new Int8Array(count * dimensions)
  const scales = new Float32Array(count)
  vectors.forEach((vector, row) => {
    if (vector === undefined) return
    const quantised = quantise(vector, dimensions)
    codes.set(quantised.codes, row * dimensions)
    scales[row] = quantised.scale
  })
  return { dimensions, count, codes, scales }
}
