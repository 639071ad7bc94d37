import { LocavoreError } from '@locavore/core'
import type { Golden } from '../../shared/golden.js'
import { cosine } from '../../shared/unit-vector.js'

/** A device must answer the golden inputs at least this like the reference of the same variant. */
export const GOLDEN_COSINE = 0.99

/** How far a vector's length may be from the reference's, as a ratio. */
const LENGTH_TOLERANCE = 0.1

/** References this alike are one and the same for a device that rounds in its own way. */
const SAME_COSINE = 0.9999

/** Rounding moves answers in no direction of its own: only another variant is this many times nearer to its own. */
const VARIANT_MARGIN = 4

type Vectors = readonly (readonly number[])[]

/** What one tower is asked, and what an honest device answers. */
export interface Exam {
  readonly references: Vectors
  /** What other variants of the model would answer, by their ids. */
  readonly others: Readonly<Record<string, Vectors>>
  /** @returns `[inputs, dimensions]`: answers to the golden inputs with these indexes, in this order. */
  readonly ask: (inputs: readonly number[]) => Promise<Float32Array>
}

export function refuse(reason: string): never {
  throw new LocavoreError('self-check-failed', `The device's answers to the golden inputs are wrong: ${reason}.`, {
    reason,
  })
}

/**
 * Holds a device's answers against the references. All inputs are asked twice, the second time in reverse: an answer
 * that belongs to another row, or to the run before, is right only once.
 *
 * @param extent `one`: one input, taken at random, for a device that has passed before.
 * @returns the lowest cosine. @throws LocavoreError `self-check-failed`
 */
export async function judge(exam: Exam, extent: 'all' | 'one'): Promise<number> {
  const all = exam.references.map((_, index) => index)
  const rounds = extent === 'all' ? [all, all.toReversed()] : [[Math.floor(Math.random() * all.length)]]
  let lowest = 1
  for (const inputs of rounds) lowest = Math.min(lowest, compare(await exam.ask(inputs), inputs, exam))
  return lowest
}

function compare(answers: Float32Array, inputs: readonly number[], exam: Exam): number {
  const dimensions = exam.references[0]?.length ?? 0
  if (answers.length !== inputs.length * dimensions) {
    refuse(`${answers.length} numbers came for ${inputs.length} vectors of ${dimensions}`)
  }
  const rows = inputs.map((_, row) => answers.subarray(row * dimensions, (row + 1) * dimensions))
  // Before the rows: a variant far from this one fails there too, and its name says more than a cosine.
  checkVariant(rows, inputs, exam)
  return Math.min(...rows.map((answer, row) => checkRow(answer, inputs[row] ?? 0, exam)))
}

const lengthOf = (vector: ArrayLike<number>) => Math.hypot(...Array.from(vector))

function checkRow(answer: Float32Array, input: number, { references }: Exam): number {
  const reference = references[input] ?? []
  const length = lengthOf(answer)
  if (!Number.isFinite(length)) refuse('a number is not finite')
  const ratio = length / lengthOf(reference)
  if (Math.abs(ratio - 1) > LENGTH_TOLERANCE) refuse(`a vector is ${ratio.toFixed(3)} times as long as its reference`)
  const own = cosine(answer, reference)
  if (!(own >= GOLDEN_COSINE)) refuse(`cosine ${own.toFixed(4)} is below ${GOLDEN_COSINE}`)
  const nearer = references.findIndex((other) => cosine(other, reference) < SAME_COSINE && cosine(answer, other) > own)
  if (nearer !== -1) refuse(`the answer to input ${input} is nearer to that of input ${nearer}`)
  return own
}

function checkVariant(rows: readonly Float32Array[], inputs: readonly number[], exam: Exam): void {
  const distance = (references: Vectors) =>
    rows.reduce((sum, answer, row) => sum + Math.max(0, 1 - cosine(answer, references[inputs[row] ?? 0] ?? [])), 0)
  const own = distance(exam.references)
  const nearer = Object.entries(exam.others).find(([, references]) => distance(references) * VARIANT_MARGIN < own)
  if (nearer !== undefined) refuse(`the answers are those of the variant ${nearer[0]}`)
}

/**
 * The vectors that variants of a model gave to the golden inputs of one modality.
 *
 * @throws LocavoreError `model-invalid`
 */
export function referencesOf(
  golden: Golden,
  variant: string,
  modality: 'text' | 'image' | 'audio',
): Pick<Exam, 'references' | 'others'> {
  const references = golden.outputs[variant]?.[modality] ?? []
  if (references.length === 0 || references.length !== golden[modality].length) {
    throw new LocavoreError('model-invalid', `The golden file has no ${modality} outputs of variant ${variant}.`, {
      variant,
    })
  }
  const others = Object.entries(golden.outputs).flatMap(([id, outputs]) => {
    const vectors = outputs[modality]
    return id !== variant && vectors?.length === references.length ? [[id, vectors] as const] : []
  })
  return { references, others: Object.fromEntries(others) }
}
