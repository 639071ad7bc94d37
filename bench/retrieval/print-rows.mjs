import { printTable } from '../support/report.mjs'

const COLUMNS = [
  'set',
  'method',
  'build ms',
  'query ms',
  'x loop',
  'x memory',
  'recall@10',
  'same list',
  'scored',
  'restore ms',
  'MB',
]

const number = (value, digits = 2) => (value === null || value === undefined ? '-' : value.toFixed(digits))

/** Prints what was measured, each time also beside that of the float32 loop on the same set and that of reading memory. */
export function printRows(rows) {
  const loops = new Map(rows.filter(({ method }) => method === 'float32 loop').map((row) => [row.set, row.queryMs]))
  const cells = (row) => [
    number(row.buildMs, 0),
    number(row.queryMs, 3),
    row.recall10 === null ? '-' : number(loops.get(row.set) / row.queryMs, 1),
    number(row.touchedBytes && row.queryMs / (row.touchedBytes / row.bandwidthGBps / 1e6), 1),
    number(row.recall10, 4),
    number(row.identical, 3),
    number(row.rescored, 0),
    number(row.restoreMs, 0),
    number(row.bytes / 1e6, 0),
  ]
  printTable([
    COLUMNS,
    ...rows.map((row) => [
      row.set,
      row.method,
      ...(row.error === undefined ? cells(row) : [`failed: ${row.error}`, '', '', '', '', '', '', '', '']),
    ]),
  ])
}
