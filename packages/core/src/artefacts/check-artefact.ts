import { LocavoreError } from '../errors.js'

/** An artefact of the publisher that cannot be used. */
export function artefactError(message: string): LocavoreError {
  return new LocavoreError('catalogue-invalid', message)
}

/** Rows of a table of `length` numbers. @throws `catalogue-invalid` */
export function checkShape(what: string, length: number, columns: number): number {
  if (Number.isInteger(columns) && columns > 0 && length % columns === 0) return length / columns
  throw artefactError(`The ${what} hold ${length} numbers, which are no rows of ${columns}. Check the shape.`)
}

/** @throws `catalogue-invalid` */
export function checkFinite(what: string, values: ArrayLike<number>): void {
  for (let index = 0; index < values.length; index += 1) {
    if (!Number.isFinite(values[index])) {
      throw artefactError(`The ${what} hold ${values[index]} in place ${index}. Every number must be finite.`)
    }
  }
}
