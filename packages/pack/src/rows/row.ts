/** One row of a file, before anything is believed of it. */
export interface GoodRow {
  readonly file: string
  /** Of the line in a text file, of the row in a Parquet file; from 1. */
  readonly line: number
  readonly value: Readonly<Record<string, unknown>>
}

/** A row that could not even be read. */
export interface BadRow {
  readonly file: string
  readonly line: number
  readonly problem: string
}

export type Row = GoodRow | BadRow

export function isBad(row: Row): row is BadRow {
  return 'problem' in row
}
