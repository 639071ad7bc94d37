import { LocavoreError } from '@locavore/core'
import type { InferenceSession } from '#onnxruntime'
import type { Golden } from '../shared/golden.js'
import type { ImageTower, TextTower } from '../shared/model-manifest.js'
import { cosine } from '../shared/unit-vector.js'
import { runImageTower } from './image-tower.js'
import { runTextTower, type Tokenise } from './text-tower.js'

/** A device must answer the golden inputs at least this like the reference of the same variant. */
export const GOLDEN_COSINE = 0.99

/** How far a vector's length may be from the reference's, as a ratio. */
const LENGTH_TOLERANCE = 0.1

function refuse(reason: string): never {
  throw new LocavoreError('self-check-failed', `The device's answers to the golden inputs are wrong: ${reason}.`, {
    reason,
  })
}

const lengthOf = (vector: ArrayLike<number>) => Math.hypot(...Array.from(vector))

/** @returns the lowest cosine. @throws LocavoreError `self-check-failed` */
export function compare(answers: Float32Array, references: readonly (readonly number[])[]): number {
  let lowest = 1
  references.forEach((reference, row) => {
    const answer = answers.subarray(row * reference.length, (row + 1) * reference.length)
    const length = lengthOf(answer)
    const ratio = length / lengthOf(reference)
    if (answer.length !== reference.length || !Number.isFinite(length)) refuse('a number is missing or not finite')
    if (Math.abs(ratio - 1) > LENGTH_TOLERANCE) refuse(`a vector is ${ratio.toFixed(3)} times as long as its reference`)
    lowest = Math.min(lowest, cosine(answer, reference))
  })
  if (!(lowest >= GOLDEN_COSINE)) refuse(`cosine ${lowest.toFixed(4)} is below ${GOLDEN_COSINE}`)
  return lowest
}

export function referencesOf(
  golden: Golden,
  variant: string,
  modality: 'text' | 'image' | 'audio',
): readonly (readonly number[])[] {
  const references = golden.outputs[variant]?.[modality] ?? []
  if (references.length > 0 && references.length === golden[modality].length) return references
  throw new LocavoreError('model-invalid', `The golden file has no ${modality} outputs of variant ${variant}.`, {
    variant,
  })
}

/** Tokens must be equal, vectors alike. @returns the lowest cosine */
export async function checkTextTower(
  session: InferenceSession,
  tower: TextTower,
  tokenise: Tokenise,
  golden: Golden,
  variant: string,
): Promise<number> {
  const references = referencesOf(golden, variant, 'text')
  for (const { input, ids } of golden.text) {
    if (tokenise(input).join() !== ids.join()) refuse('the tokenizer splits a golden text differently')
  }
  const rows = golden.text.map(({ ids }) => ids)
  return compare(await runTextTower(session, tower, rows), references)
}

/** @returns the lowest cosine */
export async function checkImageTower(
  session: InferenceSession,
  tower: ImageTower,
  golden: Golden,
  variant: string,
): Promise<number> {
  const references = referencesOf(golden, variant, 'image')
  const pictures = golden.image.map(({ width, height, rgb }) => {
    const bytes = Uint8Array.from(atob(rgb), (character) => character.charCodeAt(0))
    if (width === tower.width && height === tower.height && bytes.length === width * height * 3) return bytes
    throw new LocavoreError('model-invalid', 'A golden picture does not have the size the tower reads.')
  })
  return compare(await runImageTower(session, tower, pictures, 3), references)
}
