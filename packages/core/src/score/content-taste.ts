import type { Catalogue } from '../catalogue/catalogue.js'
import type { WeightedEvidence } from '../profile/decay.js'
import type { Evidence } from '../profile/profile.js'
import type { Affinities } from '../similarity/affinities.js'
import { powerAbove } from '../similarity/power-above.js'
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
  const index = input.catalogue.modality(modality)
  const held = input.history.flatMap(({ evidence, weight: counts }) => {
    const item = input.catalogue.indexOf(evidence.itemId)
    const has = item !== undefined && index?.has(item) === true
    return has ? [{ evidence, weight: counts, item, except: input.ownEvidence ? -1 : item }] : []
  })
  const affinities = input.rows.ofTastes(
    modality,
    held.map(({ item }) => item),
  )
  return held.length === 0 || affinities === undefined
    ? undefined
    : tasteFrom(held, affinities, input, { name, modality, weight })
}

/** What a taste is compared with. */
export type TasteInput = Pick<ContentTasteInput, 'catalogue' | 'rows' | 'candidates' | 'power'>

/** Something liked, whose place is that in the affinities. */
export interface HeldThing {
  readonly evidence: Evidence
  readonly weight: number
  /** Index of an item it is no evidence for, or -1. */
  readonly except: number
}

/** The sum over what is held, `sum w_h max(0, affinity_h)^power`, as a signal of one medium. */
export function tasteFrom(
  held: readonly HeldThing[],
  affinities: Affinities,
  input: TasteInput,
  named: Pick<Signal, 'name' | 'weight'> & { readonly modality: Modality },
): Signal {
  const { candidates, power = 1 } = input
  const known = knownIn(input, named.modality)
  const { values, sums } = sumTerms(held, affinities, { candidates, power })
  const knownCount = known.reduce((count, flag) => count + flag, 0)
  const termsAt = (j: number) => {
    const row = affinities.at(j)
    const given = new Float64Array(held.length)
    for (let k = 0; k < given.length; k += 1) {
      const { weight, except } = held[k] as HeldThing
      if (candidates[j] !== except) given[k] = weight * powerAbove(row[k] as number, power)
    }
    return given
  }
  const terms: SignalTerms = {
    evidence: held.map(({ evidence }) => evidence),
    magnitude: held.reduce((sum, entry) => sum + Math.abs(entry.weight), 0),
    // Unknown candidates have no similarity to anything, so the sum over all is the sum over those known.
    means: sums.map((sum) => sum / Math.max(1, knownCount)),
    term: (k, j) => termsAt(j)[k] ?? 0,
    at: termsAt,
    prepare: (some) => affinities.prepare(some),
  }
  return { ...named, values, known, terms }
}

/**
 * All terms added up per candidate (`values`) and per entry (`sums`), row by row so that the inner loop reads one array
 * in order: this is where most of the time of a list goes. Below the mean of the catalogue there is no evidence either way.
 */
function sumTerms(
  held: readonly HeldThing[],
  affinities: Affinities,
  { candidates, power }: { readonly candidates: Int32Array; readonly power: number },
): { values: Float64Array; sums: Float64Array } {
  const forAll = held.every(({ except }) => except < 0 || placeOf(candidates, except) < 0)
  if (forAll && affinities.sumAbove !== undefined) {
    return affinities.sumAbove(
      Float64Array.from(held, ({ weight }) => weight),
      power,
    )
  }
  const values = new Float64Array(candidates.length)
  const sums = new Float64Array(held.length)
  const { slots } = affinities
  affinities.each((k, row) => {
    const { weight, except } = held[k] as HeldThing
    // Most are evidence for every candidate, and the inner loop need not ask.
    const left = except < 0 ? -1 : placeOf(candidates, except)
    const kept = left < 0 ? 0 : (values[left] as number)
    sums[k] =
      slots === undefined ? addRow(row, { weight, power }, values) : addSlots(row, slots, { weight, power }, values)
    if (left < 0) return
    sums[k] = (sums[k] as number) - ((values[left] as number) - kept)
    values[left] = kept
  })
  return { values, sums }
}

interface Counted {
  readonly weight: number
  readonly power: number
}

function addRow(row: Float32Array, { weight, power }: Counted, values: Float64Array): number {
  let sum = 0
  for (let j = 0; j < values.length; j += 1) {
    const value = weight * powerAbove(row[j] as number, power)
    values[j] = (values[j] as number) + value
    sum += value
  }
  return sum
}

function addSlots(row: Float32Array, slots: Int32Array, { weight, power }: Counted, values: Float64Array): number {
  let sum = 0
  for (let j = 0; j < values.length; j += 1) {
    const value = weight * powerAbove(row[slots[j] as number] ?? 0, power)
    values[j] = (values[j] as number) + value
    sum += value
  }
  return sum
}

/** Place of an item among candidates, which are ascending; -1 if it is none of them. */
function placeOf(candidates: Int32Array, item: number): number {
  let from = 0
  let to = candidates.length
  while (from < to) {
    const middle = (from + to) >> 1
    if ((candidates[middle] as number) < item) from = middle + 1
    else to = middle
  }
  return candidates[from] === item ? from : -1
}

/** 1 where a candidate has an embedding of the modality. */
export function knownIn(
  { catalogue, candidates }: Pick<ContentTasteInput, 'catalogue' | 'candidates'>,
  modality: Modality,
): Uint8Array {
  const rows = catalogue.modality(modality)
  const known = new Uint8Array(candidates.length)
  if (rows === undefined) return known
  for (let j = 0; j < known.length; j += 1) known[j] = rows.has(candidates[j] as number) ? 1 : 0
  return known
}
