import type { RerankStepKind, StepEffect } from 'locavore'
import { say } from '../../language/texts.js'
import { LEAST_SHOWN, shareWords } from '../part-names.js'

export const stepName = (kind: RerankStepKind): string => say().why.steps[kind]

/** `from 7 to 3`, `stayed at 4`, with what was added to the score. */
export function effectOf({ from, to, value }: StepEffect): string {
  const added = Math.abs(value) < LEAST_SHOWN ? '' : say().why.added(shareWords(value))
  if (from === undefined || to === undefined) return `${say().why.leftOut}${added}`
  return from === to ? `${say().why.stayed(to + 1)}${added}` : `${say().why.moved(from + 1, to + 1)}${added}`
}
