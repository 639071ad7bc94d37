import { reasonOf } from '../failure.js'
import { decodeText, LONGEST_LINE, readByteLines } from './byte-lines.js'
import type { Row } from './row.js'

/** JSON Lines: one object a line, UTF-8. Empty lines are passed over. */
export async function* readJsonLines(path: string): AsyncGenerator<Row> {
  for await (const { line, bytes } of readByteLines(path)) {
    if (bytes?.length === 0) continue
    yield { file: path, line, ...parse(bytes) }
  }
}

function parse(bytes: Buffer | undefined): { value: Record<string, unknown> } | { problem: string } {
  if (bytes === undefined) return { problem: `the line is longer than ${LONGEST_LINE} bytes` }
  const text = decodeText(bytes)
  if (text === undefined) return { problem: 'the line is not UTF-8' }
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { value: { ...value } }
    return { problem: 'the line is no JSON object' }
  } catch (thrown) {
    return { problem: `the line is no JSON (${reasonOf(thrown)})` }
  }
}
