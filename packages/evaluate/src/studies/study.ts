import type { Estimate } from '../measure/bootstrap.js'
import type { Pack } from '../pack/read-pack.js'

/** One table of a study: what was measured, by whom, with 95% intervals. */
export interface StudyTable {
  readonly title: string
  readonly columns: readonly string[]
  readonly rows: readonly { readonly name: string; readonly values: readonly (Estimate | undefined)[] }[]
  /** What to know when reading it. */
  readonly note?: string
}

/** Something that is measured beside the ranking itself, by a command of its own. */
export interface Study {
  readonly name: string
  readonly about: string
  /** Whether recorded people are needed; others are simulated. */
  readonly needsPack: boolean
  run(pack: Pack | undefined): StudyTable[]
}

/** A table as Markdown, as it stands in the documentation. */
export function formatTable({ title, columns, rows, note }: StudyTable): string {
  const head = ['', ...columns]
  const lines = rows.map(({ name, values }) => [name, ...values.map(formatEstimate)])
  const widths = head.map((text, k) => Math.max(text.length, ...lines.map((line) => (line[k] ?? '').length)))
  const line = (cells: readonly string[]) => `| ${cells.map((cell, k) => cell.padEnd(widths[k] ?? 0)).join(' | ')} |`
  const rule = `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`
  return [`**${title}**`, '', line(head), rule, ...lines.map(line), ...(note === undefined ? [] : ['', note])].join(
    '\n',
  )
}

function formatEstimate(estimate: Estimate | undefined): string {
  if (estimate === undefined) return '–'
  const { mean, low, high } = estimate
  return low === mean && high === mean ? short(mean) : `${short(mean)} [${short(low)}, ${short(high)}]`
}

/** Four digits behind the point below 1, three significant ones above. */
function short(value: number): string {
  if (Number.isInteger(value)) return String(value)
  if (Math.abs(value) < 5e-5) return value.toExponential(1)
  const text =
    Math.abs(value) < 1 ? value.toFixed(4) : value.toPrecision(Math.max(3, Math.trunc(Math.log10(Math.abs(value))) + 1))
  return text.replace(/^(-?)0\./, '$1.')
}
