import type { ScoredCandidates } from '../score/score.js'
import { baseShare, type StandardisedSignal, type StrongestTie, termShares } from '../score/signal.js'
import type { HistoryContribution, Modality, ScorePart } from '../types.js'
import { isDone } from './describe.js'

/** What a score is made of. */
export interface ScoreExplanation {
  readonly score: number
  /** Sum to `score`. */
  readonly parts: readonly ScorePart[]
  /** What each modality gave, over all parts that have one. */
  readonly byModality: Readonly<Partial<Record<Modality, number>>>
  /**
   * Past interactions by the size of their share, largest first. They sum to the taste, session, neighbours and factors
   * parts, to what relations to past items gave, and to what was done elsewhere: a share is what the score would lose if this one event's term were the average over all candidates.
   */
  readonly history: readonly HistoryContribution[]
  /** The strongest tie in the metadata that speaks for it. */
  readonly tie?: StrongestTie
  /** The item that it often comes after. */
  readonly follows?: string
}

/** Takes the score of candidate `j` apart. */
export function explainCandidate(scored: ScoredCandidates, j: number): ScoreExplanation {
  const candidate = new CandidateParts(scored, j)
  const { parts, byModality, tie, follows } = candidate
  return {
    score: scored.scores[j] as number,
    parts,
    byModality,
    history: candidate.history(),
    ...(tie === undefined ? {} : { tie }),
    ...(follows === undefined ? {} : { follows }),
  }
}

/** The parts of one candidate's score. What each event gave to it is worked out only when asked for, and told in full only for `history`. */
export class CandidateParts {
  readonly parts: readonly ScorePart[]
  readonly byModality: Readonly<Partial<Record<Modality, number>>>
  readonly tie: StrongestTie | undefined
  readonly #scored: ScoredCandidates
  readonly #j: number
  #shares: EventShares | undefined
  /** Once it has been asked for. */
  #strongest: { readonly event: HistoryContribution | undefined } | undefined

  constructor(scored: ScoredCandidates, j: number) {
    const byModality: Partial<Record<Modality, number>> = {}
    const parts: ScorePart[] = []
    for (const standardised of scored.signals) {
      const { name, modality, terms } = standardised.signal
      const prior = baseShare(standardised, j)
      const value = (standardised.shares[j] as number) - prior
      if (modality !== undefined) byModality[modality] = (byModality[modality] ?? 0) + value
      parts.push(modality === undefined ? { name, value } : { name, modality, value })
      if (terms?.base !== undefined) parts.push({ name: 'prior', value: prior })
    }
    this.parts = parts
    this.byModality = byModality
    this.tie = strongestTie(scored.signals, j)
    this.#scored = scored
    this.#j = j
  }

  /** The item that it often comes after. */
  get follows(): string | undefined {
    const { signals } = this.#scored
    const next = signals.findIndex(({ signal }) => signal.name === 'next')
    const shares = this.#ofEvents().bySignal[next]
    if (shares === undefined || shares.length === 0) return undefined
    const most = largest(shares)
    return (shares[most] as number) > 0 ? signals[next]?.signal.terms?.evidence[most]?.itemId : undefined
  }

  /** The event that speaks most for it, of those that can be named; of equals the later. */
  get strongest(): HistoryContribution | undefined {
    if (this.#strongest === undefined) {
      const place = this.#findStrongest()
      this.#strongest = { event: place < 0 ? undefined : this.#contribution(place) }
    }
    return this.#strongest.event
  }

  #findStrongest(): number {
    const { entries } = evidenceOf(this.#scored.signals)
    const { values } = this.#ofEvents()
    let best = -1
    for (let place = 0; place < entries.length; place += 1) {
      const value = values[place] as number
      const least = best < 0 ? 0 : (values[best] as number)
      if (value < least || !isDone(entries[place]?.type)) continue
      const later = (entries[place]?.sequence ?? 0) > (entries[best]?.sequence ?? 0)
      if (value > least || (best >= 0 && later)) best = place
    }
    return best
  }

  /** What every event gave, by size. */
  history(): HistoryContribution[] {
    const { entries } = evidenceOf(this.#scored.signals)
    const all = entries.map((_, place) => this.#contribution(place))
    return all.sort((a, b) => Math.abs(b.value) - Math.abs(a.value) || b.sequence - a.sequence)
  }

  #contribution(place: number): HistoryContribution {
    const { entries, byMedium } = evidenceOf(this.#scored.signals)
    const given = this.#ofEvents()
    const byModality: Partial<Record<Modality, number>> = {}
    for (const [modality, marks] of byMedium) {
      if (marks[place] === 1) byModality[modality] = given.byMedium.get(modality)?.[place] ?? 0
    }
    const { sequence, itemId, type, domain } = entries[place] as EvidenceEntry
    const value = given.values[place] as number
    const contribution = { sequence, itemId, type, value, byModality }
    return domain === undefined ? contribution : { ...contribution, domain }
  }

  #ofEvents(): EventShares {
    this.#shares ??= eventShares(this.#scored.signals, this.#j)
    return this.#shares
  }
}

function largest(values: Float64Array): number {
  let most = 0
  for (let k = 1; k < values.length; k += 1) if ((values[k] as number) > (values[most] as number)) most = k
  return most
}

function strongestTie(signals: readonly StandardisedSignal[], j: number): StrongestTie | undefined {
  const tied = signals.filter(({ signal, shares }) => signal.tie !== undefined && (shares[j] as number) > 0)
  const strongest = tied.sort((a, b) => (b.shares[j] as number) - (a.shares[j] as number))[0]
  return strongest?.signal.tie?.(j)
}

type EvidenceEntry = Omit<HistoryContribution, 'value' | 'byModality'>

/** The entries of evidence that the signals of a list speak of: the same for all its candidates. */
interface ListEvidence {
  readonly entries: readonly EvidenceEntry[]
  /** `[signals][evidence of the signal]`: its place in `entries`. */
  readonly places: readonly Int32Array[]
  /** `[entries]`, 1 where a signal of the medium speaks of the entry. */
  readonly byMedium: ReadonlyMap<Modality, Uint8Array>
}

const evidences = new WeakMap<readonly StandardisedSignal[], ListEvidence>()

function evidenceOf(signals: readonly StandardisedSignal[]): ListEvidence {
  const known = evidences.get(signals)
  if (known !== undefined) return known
  const byKey = new Map<number | string, number>()
  const entries: EvidenceEntry[] = []
  const places = signals.map(({ signal: { terms } }) => {
    const evidence = terms?.evidence ?? []
    const own = new Int32Array(evidence.length)
    for (let k = 0; k < own.length; k += 1) own[k] = placeAmong(entries, byKey, evidence[k] as EvidenceEntry)
    return own
  })
  const made = { entries, places, byMedium: marksOf(signals, places, entries.length) }
  evidences.set(signals, made)
  return made
}

/** Events elsewhere have numbers of their own. */
function placeAmong(entries: EvidenceEntry[], byKey: Map<number | string, number>, entry: EvidenceEntry): number {
  const { sequence, itemId, type, domain } = entry
  const key = domain === undefined ? sequence : `${sequence} ${domain}`
  const known = byKey.get(key)
  if (known !== undefined) return known
  byKey.set(key, entries.length)
  return entries.push({ sequence, itemId, type, ...(domain === undefined ? {} : { domain }) }) - 1
}

function marksOf(
  signals: readonly StandardisedSignal[],
  places: readonly Int32Array[],
  count: number,
): Map<Modality, Uint8Array> {
  const marks = new Map<Modality, Uint8Array>()
  for (const [s, { signal }] of signals.entries()) {
    const { modality } = signal
    const own = places[s]
    if (modality === undefined || own === undefined || own.length === 0) continue
    const marked = marks.get(modality) ?? new Uint8Array(count)
    marks.set(modality, marked)
    for (const place of own) marked[place] = 1
  }
  return marks
}

/** What each event gave to one candidate: in every signal, `[signals][evidence]`, in all, and in each medium, `[entries]`. */
interface EventShares {
  readonly bySignal: readonly Float64Array[]
  readonly values: Float64Array
  readonly byMedium: ReadonlyMap<Modality, Float64Array>
}

function eventShares(signals: readonly StandardisedSignal[], j: number): EventShares {
  const { entries, places } = evidenceOf(signals)
  const values = new Float64Array(entries.length)
  const byMedium = new Map<Modality, Float64Array>()
  const bySignal = signals.map((standardised, s) => {
    const { modality } = standardised.signal
    const shares = termShares(standardised, j)
    addAt(values, places[s], shares)
    if (modality === undefined || shares.length === 0) return shares
    const own = byMedium.get(modality) ?? new Float64Array(entries.length)
    byMedium.set(modality, own)
    addAt(own, places[s], shares)
    return shares
  })
  return { bySignal, values, byMedium }
}

function addAt(sums: Float64Array, places: Int32Array | undefined, shares: Float64Array): void {
  for (let k = 0; k < shares.length; k += 1) {
    const place = places?.[k] ?? 0
    sums[place] = (sums[place] as number) + (shares[k] as number)
  }
}
