import { PACK_LIMITS } from '../manifest/limits.js'
import { demand } from '../pack-error.js'
import { writeSafetensors } from '../safetensors/write-safetensors.js'
import { checkNumbers, NamedTensors } from './named-tensors.js'

/**
 * Item-to-item weights of a shard as compressed sparse rows: row h holds what one event on item h adds to the score of
 * others, `weight = code * scale`. Signs matter, and so does the direction.
 */
export interface WeightTable {
  readonly rows: number
  /** `[rows + 1]`: entries `starts[h]` up to `starts[h + 1]` are those of row h. */
  readonly starts: Int32Array
  /** Row numbers of the whole pack; within a row each once. */
  readonly columns: Int32Array
  readonly codes: Int8Array
  /** `[rows]` */
  readonly scales: Float32Array
}

export interface WeightGround {
  readonly file: string
  readonly rows: number
  /** Rows of the whole pack. */
  readonly allRows: number
}

/** @throws `catalogue-invalid` */
export function readWeights(bytes: Uint8Array, { file, rows, allRows }: WeightGround): WeightTable {
  const tensors = new NamedTensors(bytes, file, PACK_LIMITS.headerBytes)
  const starts = tensors.get('starts', 'I32', [rows + 1])
  const columns = tensors.get('columns', 'I32', [-1])
  const codes = tensors.get('codes', 'I8', [columns.length])
  const scales = checkNumbers(tensors.get('scales', 'F32', [rows]), `${file}, tensor "scales"`)
  demand(
    starts[0] === 0 && starts[rows] === columns.length,
    file,
    'its rows do not begin at 0 and end with the entries',
  )
  for (let row = 0; row < rows; row += 1) {
    const length = (starts[row + 1] as number) - (starts[row] as number)
    demand(length >= 0 && length <= PACK_LIMITS.weightsPerRow, file, `row ${row} has ${length} entries`)
  }
  checkColumns(starts, columns, allRows, file)
  return { rows, starts, columns, codes, scales }
}

function checkColumns(starts: Int32Array, columns: Int32Array, allRows: number, file: string): void {
  /** The last row of this table that named a column. */
  const named = new Int32Array(allRows).fill(-1)
  for (let row = 0; row + 1 < starts.length; row += 1) {
    for (let entry = starts[row] as number; entry < (starts[row + 1] as number); entry += 1) {
      const column = columns[entry] as number
      demand(column >= 0 && column < allRows, file, `row ${row} names row ${column} of ${allRows}`)
      demand(named[column] !== row, file, `row ${row} names row ${column} twice`)
      named[column] = row
    }
  }
}

export function writeWeights({ rows, starts, columns, codes, scales }: WeightTable): Uint8Array<ArrayBuffer> {
  return writeSafetensors({
    starts: { type: 'I32', shape: [rows + 1], data: starts },
    columns: { type: 'I32', shape: [columns.length], data: columns },
    codes: { type: 'I8', shape: [codes.length], data: codes },
    scales: { type: 'F32', shape: [rows], data: scales },
  })
}
