import { LocavoreError } from '@locavore/core'

/** A pack that cannot be used. @param where the file, and the place in it */
export function packError(where: string, problem: string): LocavoreError {
  return new LocavoreError('catalogue-invalid', `The catalogue pack cannot be used: ${where}: ${problem}.`)
}

/** @throws `catalogue-invalid` */
export function demand(holds: boolean, where: string, otherwise: string): asserts holds {
  if (!holds) throw packError(where, otherwise)
}
