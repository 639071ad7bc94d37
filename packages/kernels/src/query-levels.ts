import { LocavoreError } from '@locavore/core'

const LARGEST_CODE = 127
const LARGEST_INT16 = 32_767
const LARGEST_INT32 = 2 ** 31 - 1

/** A float32 query as int16 levels: `query[d] = levels[d] * step`, within half a step. */
export interface QueryLevels {
  readonly levels: Int16Array
  readonly step: number
}

/**
 * Quantises a query so finely that a dot product with any int8 row still fits an int32: 16 bits up to 516 dimensions,
 * a little less above. Both kernels use these levels, so their integer sums, and with them their results, are equal.
 * @param query `[dimensions]`, finite. A zero query gives zero levels.
 * @throws `invalid-vector`
 */
export function quantiseQuery(query: Float32Array, dimensions: number): QueryLevels {
  if (query.length !== dimensions) {
    throw new LocavoreError(
      'invalid-vector',
      `A query has ${query.length} numbers where the rows have ${dimensions} dimensions.`,
    )
  }
  let largest = 0
  for (let d = 0; d < dimensions; d += 1) {
    const size = Math.abs(query[d] as number)
    if (!(size < Number.POSITIVE_INFINITY))
      throw new LocavoreError('invalid-vector', `A query holds ${query[d]}; every number must be finite.`)
    if (size > largest) largest = size
  }
  const levels = new Int16Array(dimensions)
  if (largest === 0) return { levels, step: 0 }
  const finest = Math.min(LARGEST_INT16, Math.floor(LARGEST_INT32 / (LARGEST_CODE * dimensions)))
  for (let d = 0; d < dimensions; d += 1) levels[d] = Math.round(((query[d] as number) / largest) * finest)
  return { levels, step: largest / finest }
}
