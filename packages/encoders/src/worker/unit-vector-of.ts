import { LocavoreError } from '@locavore/core'
import { toUnitVector } from '../shared/unit-vector.js'

/**
 * One row of what a device answered, as a unit vector.
 *
 * @throws LocavoreError `self-check-failed` where there is nothing usable
 */
export function unitVectorOf(vectors: Float32Array, row: number, dimensions: number): Float32Array {
  const raw = vectors.subarray(row * dimensions, (row + 1) * dimensions)
  const vector = raw.length === dimensions ? toUnitVector(raw) : undefined
  if (vector !== undefined) return vector
  throw new LocavoreError(
    'self-check-failed',
    'The device answered with a vector of length 0, or with numbers that are not finite.',
    { reason: 'a vector of length 0 or not finite' },
  )
}
