import { writeFileSync } from 'node:fs'

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}

/** Prints rows as an aligned table; the first row is the heading. */
export function printTable(rows) {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => String(row[column]).length)))
  for (const row of rows)
    console.log(
      row
        .map((cell, column) => (column ? String(cell).padStart(widths[column]) : String(cell).padEnd(widths[column])))
        .join('  '),
    )
}

/** The file named after `--json`, if any. */
export function jsonFile() {
  const index = process.argv.indexOf('--json')
  return index === -1 ? undefined : process.argv[index + 1]
}

export function writeJson(result) {
  const file = jsonFile()
  if (file === undefined) return
  writeFileSync(file, `${JSON.stringify(result, null, 2)}\n`)
  console.log(`\nWritten to ${file}`)
}
