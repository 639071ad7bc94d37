import { allowedItems } from '../filter/compile-filter.js'
import { checkOptions, type RankOptions } from '../pipeline/options.js'
import type { RankingContext } from '../pipeline/rank.js'
import { RankedList } from '../pipeline/ranked-list.js'
import { rerankCandidates } from '../pipeline/rerank-candidates.js'
import type { WeightedEvidence } from '../profile/decay.js'
import { refusedItems } from '../profile/profile.js'
import { rerank } from '../rerank/rerank.js'
import { SCORE_CONSTANTS } from '../score/constants.js'
import { type Signal, standardise } from '../score/signal.js'
import { fusedSimilarity } from '../similarity/fused-similarity.js'
import type { Interaction } from '../types.js'

export interface ShelfParts {
  /** Item indexes that have something to say for themselves. */
  readonly indexes: Iterable<number>
  readonly signals: (candidates: Int32Array) => readonly Signal[]
  /** Ids that may not appear, besides those refused. */
  readonly hidden?: Iterable<string>
  readonly askedItemId?: string
}

/** A list of few items that are chosen by one question, with filters, steps and reasons as any other has. */
export function shelfList(context: RankingContext, options: RankOptions, parts: ShelfParts): RankedList {
  const { catalogue, profile, similarities, now = 0 } = context
  const checked = checkOptions('shelf', options)
  const allowed = allowedItems(catalogue, checked.filter)
  const refused = new Set([...refusedItems(profile), ...(parts.hidden ?? [])])
  const hasMedium = (index: number) =>
    checked.modalities === undefined || checked.modalities.some((medium) => catalogue.modality(medium)?.has(index))
  const mayAppear = (index: number) =>
    allowed[index] === 1 && !refused.has(catalogue.idAt(index) ?? '') && hasMedium(index)
  const candidates = Int32Array.from(new Set(parts.indexes)).filter(mayAppear).sort()
  const signals = parts.signals(candidates).map((signal) => standardise(signal))
  const scores = new Float64Array(candidates.length)
  for (const { shares } of signals) {
    for (let j = 0; j < scores.length; j += 1) scores[j] = (scores[j] as number) + (shares[j] as number)
  }
  const scored = { candidates, scores, signals, history: [] }
  const { modalityWeights } = { ...SCORE_CONSTANTS, ...context.constants }
  const similarTo = fusedSimilarity(catalogue, similarities, modalityWeights)
  const facts = { catalogue, scored, profile, similarTo, modalityWeights, now }
  return new RankedList({
    kind: 'shelf',
    catalogue,
    scored,
    ids: catalogue.idsAt(candidates),
    profile,
    diversity: checked.diversity,
    similarTo,
    onboarding: [],
    ...(checked.rerank === undefined ? {} : { reranked: rerank(rerankCandidates(facts), checked.rerank) }),
    ...(parts.askedItemId === undefined ? {} : { askedItemId: parts.askedItemId }),
  })
}

/** What was done once, as evidence that an explanation can name. */
export function evidenceOf({ sequence, itemId = '', type }: Interaction, weight: number): WeightedEvidence {
  return { sequence, itemId, type, weight, clock: 0, age: 0, currentWeight: weight }
}
