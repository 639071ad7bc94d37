import type { Catalogue } from '../catalogue/catalogue.js'
import type { WeightedEvidence } from '../profile/decay.js'
import type { Evidence } from '../profile/profile.js'
import type { SimilarityRows } from '../similarity/similarity-rows.js'
import type { Modality, ScorePartName } from '../types.js'
import type { Signal, SignalTerms } from './signal.js'

/** One entry of evidence with the weight it has in one signal. */
export interface HistoryEntry {
  readonly evidence: WeightedEvidence
  readonly weight: number
}

export interface ContentTasteInput {
  readonly catalogue: Catalogue
  readonly rows: SimilarityRows
  readonly candidates: Int32Array
  readonly history: readonly HistoryEntry[]
  /**
   * Whether an item is evidence for itself. Not when recommending, where a glance at an item would bring it back; but in
   * a search what the person likes must not fall behind what is merely like it.
   */
  readonly ownEvidence: boolean
  /** Exponent of the affinity, above 0 (default 1). */
  readonly power?: number
}

/**
 * Content affinity to the history in one modality: c(i) = sum over h of w_h max(0, cos(e_i - m, W (e_h - m)))^power, m the mean
 * and W the whitening of the modality. What several likes share adds up while what is each one's own averages out; cutting at 0
 * keeps separate interests from cancelling each other. Undefined if no past item has the modality.
 */
export function contentTaste(
  input: ContentTasteInput,
  name: ScorePartName,
  modality: Modality,
  weight: number,
): Signal | undefined {
  const { rows } = input
  const held = input.history.flatMap((entry) => {
    const index = input.catalogue.indexOf(entry.evidence.itemId)
    const row = index === undefined ? undefined : rows.ofTaste(modality, index)
    return index === undefined || row === undefined ? [] : [{ ...entry, row, except: input.ownEvidence ? -1 : index }]
  })
  return held.length === 0 ? undefined : tasteFrom(held, input, name, modality, weight)
}

/** What a taste is compared with. */
export type TasteInput = Pick<ContentTasteInput, 'catalogue' | 'rows' | 'candidates' | 'power'>

/** Something liked, with its similarity to every candidate. */
export interface HeldRow {
  readonly evidence: Evidence
  readonly weight: number
  readonly row: Float32Array
  /** Index of an item it is no evidence for, or -1. */
  readonly except: number
}

/** The sum over what is held, `sum w_h max(0, row_h)^power`, as a signal of one medium. */
export function tasteFrom(
  held: readonly HeldRow[],
  input: TasteInput,
  name: ScorePartName,
  modality: Modality,
  weight: number,
): Signal {
  const { rows, candidates, power = 1 } = input
  const { slots } = rows
  const known = knownIn(input, modality)
  const term = (k: number, j: number): number => {
    const entry = held[k]
    if (entry === undefined || candidates[j] === entry.except) return 0
    return entry.weight * affinity(entry.row[slots[j] as number] ?? 0, power)
  }
  const { values, sums } = sumTerms(held, input)
  const knownCount = known.reduce((count, flag) => count + flag, 0)
  const terms: SignalTerms = {
    evidence: held.map(({ evidence }) => evidence),
    magnitude: held.reduce((sum, entry) => sum + Math.abs(entry.weight), 0),
    // Unknown candidates have no similarity to anything, so the sum over all is the sum over those known.
    means: sums.map((sum) => sum / Math.max(1, knownCount)),
    term,
  }
  return { name, modality, weight, values, known, terms }
}

/** Below the mean of the catalogue there is no evidence either way. */
function affinity(cosine: number, power: number): number {
  if (!(cosine > 0)) return 0
  if (power === 1) return cosine
  return power === 2 ? cosine * cosine : cosine ** power
}

/**
 * All terms added up per candidate (`values`) and per entry (`sums`), row by row so that the inner loop reads one array
 * in order: this is where most of the time of a list goes.
 */
function sumTerms(
  held: readonly HeldRow[],
  { rows: { slots }, candidates, power = 1 }: TasteInput,
): { values: Float64Array; sums: Float64Array } {
  const values = new Float64Array(candidates.length)
  const sums = Float64Array.from(held, ({ weight, row, except }) => {
    let sum = 0
    for (let j = 0; j < values.length; j += 1) {
      if (candidates[j] === except) continue
      const value = weight * affinity(row[slots[j] as number] ?? 0, power)
      values[j] = (values[j] as number) + value
      sum += value
    }
    return sum
  })
  return { values, sums }
}

/** 1 where a candidate has an embedding of the modality. */
export function knownIn(
  { catalogue, candidates }: Pick<ContentTasteInput, 'catalogue' | 'candidates'>,
  modality: Modality,
): Uint8Array {
  const rows = catalogue.modality(modality)
  return Uint8Array.from(candidates, (index) => (rows?.has(index) ? 1 : 0))
}
