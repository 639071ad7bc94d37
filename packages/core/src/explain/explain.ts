import type { ScoredCandidates } from '../score/score.js'
import { baseShare, type StandardisedSignal, type StrongestTie, termShares } from '../score/signal.js'
import type { HistoryContribution, Modality, ScorePart } from '../types.js'

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
  const byModality: Partial<Record<Modality, number>> = {}
  const parts = scored.signals.flatMap((standardised): ScorePart[] => {
    const { name, modality, terms } = standardised.signal
    const prior = baseShare(standardised, j)
    const value = (standardised.shares[j] as number) - prior
    if (modality !== undefined) byModality[modality] = (byModality[modality] ?? 0) + value
    const part = { name, ...(modality === undefined ? {} : { modality }), value }
    return terms?.base === undefined ? [part] : [part, { name: 'prior', value: prior }]
  })
  const tie = strongestTie(scored.signals, j)
  const history = contributions(scored.signals, j)
  return {
    score: scored.scores[j] as number,
    parts,
    byModality,
    history,
    ...(tie === undefined ? {} : { tie }),
    ...followed(scored.signals, j),
  }
}

function followed(signals: readonly StandardisedSignal[], j: number): Pick<ScoreExplanation, 'follows'> {
  const next = signals.find(({ signal }) => signal.name === 'next')
  if (next === undefined) return {}
  const shares = termShares(next, j)
  const most = shares.indexOf(Math.max(...shares))
  const itemId = (shares[most] ?? 0) > 0 ? next.signal.terms?.evidence[most]?.itemId : undefined
  return itemId === undefined ? {} : { follows: itemId }
}

function strongestTie(signals: readonly StandardisedSignal[], j: number): StrongestTie | undefined {
  const tied = signals.filter(({ signal, shares }) => signal.tie !== undefined && (shares[j] as number) > 0)
  const strongest = tied.sort((a, b) => (b.shares[j] as number) - (a.shares[j] as number))[0]
  return strongest?.signal.tie?.(j)
}

type Mutable = Omit<HistoryContribution, 'value' | 'byModality'> & {
  value: number
  byModality: Partial<Record<Modality, number>>
}

function contributions(signals: readonly StandardisedSignal[], j: number): HistoryContribution[] {
  const bySequence = new Map<string, Mutable>()
  for (const standardised of signals) {
    const { terms, modality } = standardised.signal
    const shares = termShares(standardised, j)
    terms?.evidence.forEach(({ sequence, itemId, type, domain }, k) => {
      const share = shares[k] ?? 0
      const key = `${sequence} ${domain ?? ''}`
      const where = domain === undefined ? {} : { domain }
      const entry = bySequence.get(key) ?? { sequence, itemId, type, value: 0, byModality: {}, ...where }
      entry.value += share
      if (modality !== undefined) entry.byModality[modality] = (entry.byModality[modality] ?? 0) + share
      bySequence.set(key, entry)
    })
  }
  return [...bySequence.values()].sort((a, b) => Math.abs(b.value) - Math.abs(a.value) || b.sequence - a.sequence)
}
