import { LocavoreError } from '@locavore/core'

/** The end of what 32 bits can count. */
const MOST_ROWS = 0xffffffff

/** How many whole rows these are. @throws `invalid-argument` */
export function countRows(first: number, vectors: Float32Array, dimensions: number): number {
  const rows = vectors.length / dimensions
  if (Number.isInteger(first) && first >= 0 && Number.isInteger(rows) && first + rows <= MOST_ROWS) return rows
  throw new LocavoreError(
    'invalid-argument',
    `${vectors.length} numbers from row ${first} on are no whole rows of ${dimensions} dimensions. Give whole rows.`,
  )
}

export function missingRow(row: number): LocavoreError {
  return new LocavoreError(
    'storage-corrupt',
    `Row ${row} of the stored vectors is not there. Write the vectors again.`,
    {
      row,
    },
  )
}

export function closedFile(): LocavoreError {
  return new LocavoreError('closed', 'This file of vectors is closed. Open it again to go on.')
}
