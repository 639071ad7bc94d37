import { Tokenizer } from '@huggingface/tokenizers'
import { LocavoreError } from '@locavore/core'
import { type InferenceSession, Tensor } from '#onnxruntime'
import type { TextTower } from '../shared/model-manifest.js'
import { runSession } from './runtime.js'

/** Ids of one text, marks included, never longer than the tower reads. */
export type Tokenise = (text: string) => readonly number[]

/**
 * Builds the tokenizer of a tower from its two files. A text with too many tokens loses its last words; the marks that
 * the model expects at both ends stay.
 *
 * @throws LocavoreError `model-invalid`
 */
export function createTokeniser(tokenizerJson: string, configJson: string, maxTokens: number): Tokenise {
  let tokenizer: Tokenizer
  try {
    tokenizer = new Tokenizer(JSON.parse(tokenizerJson), JSON.parse(configJson))
  } catch (thrown) {
    throw new LocavoreError('model-invalid', 'The tokenizer file cannot be read. Rebuild the model.', {}, thrown)
  }
  const marks = tokenizer.encode('').ids
  const bare = (text: string) => tokenizer.encode(text, { add_special_tokens: false }).ids
  return (text) => {
    const { ids } = tokenizer.encode(text)
    if (ids.length <= maxTokens) return ids
    const content = bare(text)
    // All marks stand before or after the content; the first id that is content tells how many stand before.
    const before = marks.findIndex((mark, index) => ids[index] !== mark)
    const head = marks.slice(0, before === -1 ? marks.length : before)
    const tail = marks.slice(head.length)
    return [...head, ...content.slice(0, maxTokens - marks.length), ...tail]
  }
}

/** Texts per run: no more are padded to the longest of them than a run needs to be worth its while. */
const TEXTS_PER_RUN = 8

/** Texts in batches of like lengths, because what is padded costs as much as what is read. @returns `[rows, dimensions]` */
export async function runTextTowerByLength(
  session: InferenceSession,
  tower: TextTower,
  rows: readonly (readonly number[])[],
): Promise<Float32Array> {
  const order = rows.map((_, index) => index).sort((a, b) => (rows[a]?.length ?? 0) - (rows[b]?.length ?? 0))
  let vectors = new Float32Array(0)
  for (let start = 0; start < order.length; start += TEXTS_PER_RUN) {
    const group = order.slice(start, start + TEXTS_PER_RUN)
    const some = await runTextTower(
      session,
      tower,
      group.map((index) => rows[index] ?? []),
    )
    const dimensions = some.length / group.length
    if (start === 0) vectors = new Float32Array(rows.length * dimensions)
    for (const [at, index] of group.entries())
      vectors.set(some.subarray(at * dimensions, (at + 1) * dimensions), index * dimensions)
  }
  return vectors
}

/** Texts as one batch, padded to the longest. @returns `[rows, dimensions]` as the runtime gave it */
export function runTextTower(
  session: InferenceSession,
  tower: TextTower,
  rows: readonly (readonly number[])[],
): Promise<Float32Array> {
  const width = Math.max(...rows.map((row) => row.length))
  const ids = new BigInt64Array(rows.length * width).fill(BigInt(tower.padTokenId))
  const mask = new BigInt64Array(rows.length * width)
  rows.forEach((row, index) => {
    row.forEach((id, at) => {
      ids[index * width + at] = BigInt(id)
      mask[index * width + at] = 1n
    })
  })
  const shape = [rows.length, width]
  const feeds = {
    [tower.inputs.ids]: new Tensor('int64', ids, shape),
    [tower.inputs.mask]: new Tensor('int64', mask, shape),
  }
  return runSession(session, feeds, tower.output)
}
