import type { Check } from '../checks/check.js'
import type { Estimate } from '../measure/bootstrap.js'

/** A table of its own, beside the ranking results. */
export interface Section {
  readonly id: string
  /** What was measured, on whom, in a line. */
  readonly title: string
  readonly rows: readonly SectionRow[]
  readonly checks: readonly Check[]
}

export interface SectionRow {
  readonly name: string
  /** By column; rows need not have the same. */
  readonly values: Readonly<Record<string, Estimate>>
}

const DIGITS = 4

/** The table as text, every value with its interval. */
export function formatSection({ title, rows }: Section): string {
  const columns = [...new Set(rows.flatMap(({ values }) => Object.keys(values)))]
  const cells = rows.map(({ name, values }) => [name, ...columns.map((column) => cell(values[column]))])
  const table = [['', ...columns], ...cells]
  const widths = table[0]?.map((_, k) => Math.max(...table.map((row) => row[k]?.length ?? 0))) ?? []
  return [
    title,
    ...table.map((row) => `  ${row.map((text, k) => text.padEnd(widths[k] ?? 0)).join('  ')}`.trimEnd()),
  ].join('\n')
}

function cell(estimate: Estimate | undefined): string {
  if (estimate === undefined) return '–'
  const { mean, low, high } = estimate
  const [value, from, to] = [mean, low, high].map((number) => number.toFixed(DIGITS))
  return low === high ? `${value}` : `${value} [${from}, ${to}]`
}
