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

/** @throws `invalid-vector` */
export function checkRows(codes: Int8Array, scales: Float32Array, dimensions: number): void {
  if (codes.length !== scales.length * dimensions) {
    throw new LocavoreError(
      'invalid-vector',
      `${codes.length} codes were given for ${scales.length} rows of ${dimensions} dimensions.`,
    )
  }
  for (let row = 0; row < scales.length; row += 1) {
    const scale = scales[row] as number
    if (scale >= 0 && scale < Infinity) continue
    throw new LocavoreError(
      'invalid-vector',
      `Row ${row} has the scale ${scale}; it must be finite, and 0 only where there is no row.`,
      { row },
    )
  }
}

/** Copies rows to where each takes `stride` bytes; what pads a row is left as it is. */
export function writeRows(bytes: Int8Array, at: number, codes: Int8Array, dimensions: number, stride: number): void {
  if (stride === dimensions) bytes.set(codes, at)
  else {
    for (let from = 0, to = at; from < codes.length; from += dimensions, to += stride) {
      bytes.set(codes.subarray(from, from + dimensions), to)
    }
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
