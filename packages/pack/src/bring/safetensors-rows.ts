import { readFile } from 'node:fs/promises'
import { readSafetensors, type Tensor } from '@locavore/catalogue'
import { reasonOf, refused } from '../failure.js'
import { brainToNumber, halfToNumber } from './float-bits.js'

/** One embedding with the id it belongs to. */
export interface VectorRow {
  readonly id: string
  readonly vector: ArrayLike<number>
}

/**
 * A safetensors file with one matrix of embeddings. The ids stand in a text file beside it, one a line
 * (`part-0.safetensors`, `part-0.ids.txt`), or as whole numbers in a tensor called `ids`.
 *
 * @throws LocavoreError `invalid-argument`
 */
export async function* readSafetensorsRows(path: string): AsyncGenerator<VectorRow> {
  const tensors = await readTensors(path)
  const matrices = [...tensors].filter(([name, { shape }]) => shape.length === 2 && name !== 'ids')
  const [found, ...more] = matrices
  if (found === undefined || more.length > 0) {
    throw refused(`${path} must hold one matrix of embeddings; it holds ${matrices.length}.`)
  }
  const [, matrix] = found
  const [count = 0, dimensions = 0] = matrix.shape
  const ids = await readIds(path, tensors.get('ids'))
  if (ids.length !== count) throw refused(`${path} has ${count} embeddings for ${ids.length} ids.`)
  const scales = tensors.get('scales')?.data
  for (let row = 0; row < count; row += 1) {
    const vector = Float64Array.from({ length: dimensions }, (_, d) => numberAt(matrix, row * dimensions + d))
    // One scale per row only turns codes into numbers of another length; a row of scale 0 holds none.
    if (scales === undefined || Number(scales[row]) > 0) yield { id: ids[row] ?? '', vector }
  }
}

async function readTensors(path: string): Promise<ReadonlyMap<string, Tensor>> {
  try {
    return readSafetensors(await readFile(path), { file: path }).tensors
  } catch (thrown) {
    throw refused(`${path} is no safetensors file that can be read: ${reasonOf(thrown)}`, thrown)
  }
}

async function readIds(path: string, tensor: Tensor | undefined): Promise<readonly string[]> {
  if (tensor !== undefined) return Array.from(tensor.data, String)
  const beside = path.replace(/\.safetensors$/, '.ids.txt')
  const text = await readFile(beside, 'utf8').catch((thrown: unknown) => {
    throw refused(
      `${beside} is not there: which items are the embeddings of? Write one id a line, or a tensor "ids".`,
      thrown,
    )
  })
  return text.replace(/\n$/, '').split(/\r?\n/)
}

function numberAt({ type, data }: Tensor, at: number): number {
  const value = Number(data[at])
  if (type === 'F16') return halfToNumber(value)
  return type === 'BF16' ? brainToNumber(value) : value
}
