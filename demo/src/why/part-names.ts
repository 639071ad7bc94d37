import type { Explanation } from 'locavore'
import { say } from '../language/texts.js'

type Part = Explanation['parts'][number]

export function partLabel({ name, modality }: Part): string {
  const { partNames, partIn } = say().why
  return modality === undefined ? partNames[name] : partIn[modality](partNames[name])
}

/** Smaller shares are shown as zero. */
export const LEAST_SHOWN = 0.0005

/** Shares are small numbers around zero; three digits tell them apart and still sum by eye. */
export function shareWords(value: number): string {
  const rounded = Math.abs(value) < LEAST_SHOWN ? 0 : value
  // Isolated, so that the sign stays before the number among words that run from right to left.
  return `\u2066${rounded < 0 ? '−' : '+'}${Math.abs(rounded).toFixed(3)}\u2069`
}
