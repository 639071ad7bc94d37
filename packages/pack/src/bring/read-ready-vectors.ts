import type { EmbeddingSpace } from '@locavore/core'
import { checkAborted, reasonOf, refused } from '../failure.js'
import type { FaultList } from '../items/bad-rows.js'
import { partFiles } from '../rows/part-files.js'
import { ROW_ENDINGS, readRows } from '../rows/read-rows.js'
import { isBad } from '../rows/row.js'
import type { VectorSource } from './bring-options.js'
import { ReadyVectors } from './ready-vectors.js'
import { readSafetensorsRows } from './safetensors-rows.js'

export interface ReadVectorsOptions {
  /** Space of the model, which vectors without a space of their own are of. */
  readonly model: EmbeddingSpace | undefined
  readonly faults: FaultList
  readonly signal: AbortSignal | undefined
}

/** @throws LocavoreError `invalid-argument`, `aborted` */
export async function readReadyVectors(
  sources: readonly VectorSource[],
  options: ReadVectorsOptions,
): Promise<ReadyVectors> {
  const ready = new ReadyVectors()
  for (const source of sources) await readSource(source, ready, options)
  return ready
}

async function readSource(source: VectorSource, ready: ReadyVectors, options: ReadVectorsOptions): Promise<void> {
  const { modality } = source
  const before = ready.count(modality)
  let space: EmbeddingSpace | undefined
  for await (const { file, line, id, vector, problem } of rowsOf(source, options.signal)) {
    if (problem !== undefined) {
      await options.faults.add({ file, line, problem })
      continue
    }
    space ??= spaceFor(source, vector.length, options.model)
    if (ready.has(modality, id)) {
      await options.faults.add({
        file,
        line,
        problem: `${JSON.stringify(id)} has a ${modality} vector in a row before it`,
      })
      continue
    }
    try {
      ready.set(modality, space, id, vector)
    } catch (thrown) {
      await options.faults.add({ file, line, problem: reasonOf(thrown) })
    }
  }
  if (ready.count(modality) === before) throw refused(`${source.paths.join(', ')} holds no ${modality} vector.`)
}

function spaceFor(
  { space, modality }: VectorSource,
  dimensions: number,
  model: EmbeddingSpace | undefined,
): EmbeddingSpace {
  const id = space ?? model?.id
  if (id === undefined) throw refused(`Say of which space the ${modality} vectors are: --vector-space <id>.`)
  if (id === model?.id && dimensions !== model.dimensions) {
    throw refused(
      `The ${modality} vectors have ${dimensions} dimensions, those of ${id} ${model.dimensions}. Give --vector-space if they are of another model.`,
    )
  }
  return { id, dimensions, modalities: [modality] }
}

interface SourcedVector {
  readonly file: string
  readonly line: number
  readonly id: string
  readonly vector: ArrayLike<number>
  readonly problem?: string
}

async function* rowsOf(source: VectorSource, signal: AbortSignal | undefined): AsyncGenerator<SourcedVector> {
  const { id: idColumn = 'id', vector: vectorColumn = 'embedding' } = source.columns ?? {}
  for (const path of source.paths) {
    for (const file of await partFiles(path, [...ROW_ENDINGS, '.safetensors'])) {
      if (file.endsWith('.safetensors')) {
        let line = 0
        for await (const row of readSafetensorsRows(file)) {
          checkAborted(signal)
          yield { file, line: ++line, ...row }
        }
        continue
      }
      for await (const row of readRows([file], signal)) {
        const { line } = row
        const none = { file, line, id: '', vector: [] }
        if (isBad(row)) {
          yield { ...none, problem: row.problem }
          continue
        }
        const [id, vector] = [row.value[idColumn], row.value[vectorColumn]]
        if (typeof id !== 'string' && typeof id !== 'number')
          yield { ...none, problem: `the column "${idColumn}" holds no id` }
        else if (!isNumbers(vector)) yield { ...none, problem: `the column "${vectorColumn}" holds no list of numbers` }
        else yield { file, line, id: String(id), vector }
      }
    }
  }
}

export function isNumbers(value: unknown): value is ArrayLike<number> {
  if (ArrayBuffer.isView(value) && 'length' in value) return true
  return Array.isArray(value) && value.every((entry) => typeof entry === 'number')
}
