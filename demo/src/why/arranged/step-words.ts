import type { RerankStepKind, StepEffect } from 'locavore'
import { LEAST_SHOWN, shareWords } from '../part-names.js'

const NAMES: Record<RerankStepKind, string> = {
  pin: 'Pinned places',
  boost: 'What the site favours',
  freshness: 'Newness',
  fatigue: 'Rest for what was seen',
  rotation: 'Taking turns',
  'relevance-floor': 'Leaving out what hardly fits',
  'near-duplicates': 'One of what is nearly the same',
  mmr: 'Variety',
  dpp: 'Variety of the whole list',
  explore: 'A try',
  calibration: 'Shares of what you like',
  cap: 'Not too many of one kind',
  'modality-mix': 'A mix of media',
  exposure: 'A fair share for everyone',
}

export const stepName = (kind: RerankStepKind): string => NAMES[kind]

/** `from 7 to 3`, `stayed at 4`, with what was added to the score. */
export function effectOf({ from, to, value }: StepEffect): string {
  const added = Math.abs(value) < LEAST_SHOWN ? '' : `, score ${shareWords(value)}`
  if (from === undefined || to === undefined) return `left out${added}`
  return from === to ? `stayed at ${to + 1}${added}` : `from ${from + 1} to ${to + 1}${added}`
}
