import { LocavoreError } from '@locavore/core'
import { cosine } from '@locavore/encoders/towers'

/** Vectors made here stand beside vectors that visitors make: closer than a visitor's device must be to be believed. */
const LEAST_COSINE = 0.999

/** @throws LocavoreError `self-check-failed` where an answer is further from the stored one than `LEAST_COSINE` */
export function checkGolden(
  tower: string,
  answers: readonly ArrayLike<number>[],
  wanted: readonly ArrayLike<number>[] | undefined,
): void {
  const lowest = Math.min(1, ...answers.map((answer, row) => cosine(answer, wanted?.[row] ?? [])))
  if (wanted?.length === answers.length && lowest >= LEAST_COSINE) return
  throw new LocavoreError(
    'self-check-failed',
    `The ${tower} tower answers its golden inputs with a cosine of ${lowest.toFixed(4)} on this machine, below ${LEAST_COSINE}: ` +
      'its vectors would not fit those that visitors make. Add the model again, or choose another --variant.',
    { tower, cosine: lowest },
  )
}
