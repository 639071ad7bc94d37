import { LocavoreError } from '@locavore/core'

/** More than any encoder gives; above this the int16 levels of a query become coarse. */
export const MOST_DIMENSIONS = 16_384

/** @throws `invalid-argument` */
export function checkRoom(dimensions: number, capacity: number): void {
  if (!Number.isInteger(dimensions) || dimensions < 1 || dimensions > MOST_DIMENSIONS) {
    throw new LocavoreError(
      'invalid-argument',
      `A scanner needs 1 to ${MOST_DIMENSIONS} dimensions, not ${dimensions}.`,
    )
  }
  if (!Number.isInteger(capacity) || capacity < 0) {
    throw new LocavoreError(
      'invalid-argument',
      `A scanner needs a whole number of rows as its capacity, not ${capacity}.`,
    )
  }
}

/** @throws `invalid-argument`, `invalid-vector` */
export function checkRow(index: number, codes: Int8Array, scale: number, dimensions: number): void {
  if (!Number.isInteger(index) || index < 0) {
    throw new LocavoreError('invalid-argument', `A row needs a whole number as its index, not ${index}.`)
  }
  if (codes.length !== dimensions) {
    throw new LocavoreError(
      'invalid-vector',
      `A row has ${codes.length} codes where the scanner has ${dimensions} dimensions.`,
    )
  }
  if (!Number.isFinite(scale) || scale < 0) {
    throw new LocavoreError(
      'invalid-vector',
      `A row has the scale ${scale}; it must be finite, and 0 only to clear the row.`,
    )
  }
}

/** @throws `invalid-argument` */
export function checkOutput(out: Float32Array, count: number): void {
  if (out.length < count) {
    throw new LocavoreError('invalid-argument', `A scan of ${count} rows was given room for ${out.length} results.`)
  }
}

export function closedError(): LocavoreError {
  return new LocavoreError('closed', 'The scanner was closed. Create another one.')
}
