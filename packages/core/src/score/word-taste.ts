import type { Modality } from '../types.js'
import { addScaled, norm, normalise } from '../vector/vector.js'
import { knownIn } from './content-taste.js'
import { type CentredQuery, queryFor } from './query-similarity.js'
import type { ScoreInput } from './score.js'
import type { Signal } from './signal.js'

/** Which part of the score words make: what was searched for, or what the lists are steered by. */
export type WordPart = 'words' | 'steering'

/** Words the person searched for or steered with, ready to be compared. */
export interface WeightedWords {
  readonly part: WordPart
  /** Today; below 0: less of this. */
  readonly weight: number
  readonly queries: readonly CentredQuery[]
}

/** Below this nothing is left of words that contradict each other. */
const SMALLEST_LENGTH = 1e-6

/** What searching and steering says about each candidate in one modality: `sum w cos(q, e)`, over the words. */
export function wordTaste(
  input: ScoreInput,
  words: readonly WeightedWords[],
  { part, modality, weight }: { readonly part: WordPart; readonly modality: Modality; readonly weight: number },
): Signal | undefined {
  const sum = new Float32Array(input.catalogue.space?.dimensions ?? 0)
  for (const { weight: strength, queries } of words) {
    if (queries.length > 0) addScaled(sum, queryFor(queries, modality), strength)
  }
  if (norm(sum) < SMALLEST_LENGTH) return undefined
  const row = input.rows.ofQuery(modality, normalise(sum))
  if (row === undefined) return undefined
  const values = Float64Array.from(input.rows.slots, (slot) => row[slot] ?? 0)
  return { name: part, modality, weight, values, known: knownIn(input, modality) }
}
