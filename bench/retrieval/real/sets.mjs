// Embeddings that the embedded model made of real texts and pictures, as sets like the synthetic ones.
import { writeFile } from 'node:fs/promises'
import { filesOf } from '../sets.mjs'
import { dimensions, embeddingsOf } from './embeddings.mjs'
import { QUERIES } from './recipes.mjs'

/** The last embeddings of `part` are asked with, and those of `words`; the others are the rows. */
export const REAL_SETS = [
  { name: 'postcard texts', part: 'postcard-texts', words: 'postcard-titles' },
  { name: 'postcard pictures', part: 'postcard-pictures', words: 'postcard-titles' },
  { name: 'photographs', part: 'photographs', words: 'photograph-labels' },
]

/** Writes the files of a set; undefined, with a line that says so, where its inputs are not here. */
export async function writeRealSet(set, folder) {
  const progress = (done, all) => process.stderr.write(`\r${set.part}: ${done} of ${all} `)
  const embeddings = await embeddingsOf(set.part, progress)
  const words = await embeddingsOf(set.words, progress)
  process.stderr.write('\n')
  if (embeddings === undefined || words === undefined) {
    console.error(`${set.name}: skipped, the files of its inputs are not here`)
    return undefined
  }
  const rows = embeddings.length / dimensions - QUERIES
  const files = filesOf(set, folder)
  const bytes = (values) => new Uint8Array(values.buffer, values.byteOffset, values.byteLength)
  await writeFile(files.vectors, bytes(embeddings.subarray(0, rows * dimensions)))
  await writeFile(files.queries, Buffer.concat([bytes(embeddings.subarray(rows * dimensions)), bytes(words)]))
  return { ...set, rows, dimensions }
}
