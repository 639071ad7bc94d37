const LARGEST_CODE = 127

const roundHalfAway = (value) => (value < 0 ? -Math.round(-value) : Math.round(value))

/** Unit length, one int8 code a dimension, symmetric about zero, with one scale: as `@locavore/core` keeps embeddings. */
function quantise(vector) {
  const largest = vector.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
  if (!(largest > 0) || !Number.isFinite(largest)) throw new Error('The model gave a vector without a direction.')
  const relative = Array.from(vector, (value) => value / largest)
  const squares = relative.reduce((sum, value) => sum + value * value, 0)
  return {
    codes: Int8Array.from(relative, (value) => roundHalfAway(value * LARGEST_CODE)),
    scale: 1 / (LARGEST_CODE * Math.sqrt(squares)),
  }
}

/**
 * The rows of one modality as the catalogue format lays them out: codes, padding to 4 bytes, then scales. An item without
 * this modality has `undefined` for a vector, and a scale of 0.
 */
export function packVectors(vectors, dimensions) {
  const codesLength = Math.ceil((vectors.length * dimensions) / 4) * 4
  const bytes = Buffer.alloc(codesLength + vectors.length * 4)
  vectors.forEach((vector, row) => {
    if (vector === undefined) return
    const { codes, scale } = quantise(vector)
    bytes.set(new Uint8Array(codes.buffer), row * dimensions)
    bytes.writeFloatLE(scale, codesLength + row * 4)
  })
  return bytes
}
