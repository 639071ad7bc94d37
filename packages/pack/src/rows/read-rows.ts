import { checkAborted, refused } from '../failure.js'
import { readCsv } from './csv.js'
import { readJsonLines } from './json-lines.js'
import { readParquet } from './parquet.js'
import { partFiles } from './part-files.js'
import type { Row } from './row.js'

type Reader = (path: string) => AsyncGenerator<Row>

const READERS: readonly (readonly [ending: string, read: Reader])[] = [
  ['.jsonl', readJsonLines],
  ['.ndjson', readJsonLines],
  // Spark calls its JSON Lines so.
  ['.json', readJsonLines],
  ['.csv', (path) => readCsv(path, ',')],
  ['.tsv', (path) => readCsv(path, '\t')],
  ['.parquet', readParquet],
]

const endingOf = (path: string) => path.toLowerCase().replace(/\.gz$/, '')

export const ROW_ENDINGS: readonly string[] = READERS.flatMap(([ending]) =>
  ending === '.parquet' ? [ending] : [ending, `${ending}.gz`],
)

/**
 * The rows of files and of folders of part files, in the order given, and by name within a folder.
 *
 * @throws LocavoreError `invalid-argument`, `aborted`
 */
export async function* readRows(paths: readonly string[], signal?: AbortSignal): AsyncGenerator<Row> {
  for (const path of paths) {
    for (const file of await partFiles(path, ROW_ENDINGS)) {
      const reader = READERS.find(([ending]) => endingOf(file).endsWith(ending))
      if (reader === undefined) throw refused(`${file} is of no kind that is read: ${ROW_ENDINGS.join(', ')}.`)
      for await (const row of reader[1](file)) {
        checkAborted(signal)
        yield row
      }
    }
  }
}
