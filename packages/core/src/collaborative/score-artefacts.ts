import { artefactError } from '../artefacts/check-artefact.js'
import type { ContentSimilarity } from '../artefacts/content-table.js'
import type { ItemFactors } from '../artefacts/item-factors.js'
import type { ItemWeights } from '../artefacts/item-weights.js'
import { LocavoreError } from '../errors.js'
import type { ScoredCandidates } from '../score/score.js'
import { type Signal, standardise } from '../score/signal.js'
import { lastWeights } from '../sequence/next-weights.js'
import { contentSignal } from './content-signal.js'
import { factorSignal } from './factor-signal.js'
import { foldIn, positiveSum } from './fold-in.js'
import type { ItemHistory } from './item-history.js'
import { neighbourSignal } from './neighbour-signal.js'
import type { PipelineConstants } from './pipeline-constants.js'

/** What a publisher may ship beside the items. All refer to the same item indexes; each may be left out. */
export interface Artefacts {
  readonly itemWeights?: ItemWeights
  /** What tends to follow what (`learnTransitions`). */
  readonly transitions?: ItemWeights
  readonly factors?: ItemFactors
  /** `[dimensions]`: the mean person in the space of the factors. */
  readonly factorMean?: Float64Array
  readonly content?: ContentSimilarity
  /** `[items]` log(1 + likes). */
  readonly logPopularity?: Float32Array
}

export interface ArtefactScoreInput {
  readonly artefacts: Artefacts
  readonly history: ItemHistory
  /** Indexes of the items that may appear, ascending. Means and deviations are taken over these. */
  readonly candidates: Int32Array
  readonly constants: PipelineConstants
}

/**
 * The default score where a publisher ships artefacts, every signal standardised over the candidates (z):
 * `s = (1 - q) [a z(x) + (1 - a) z(y) + beta z(c)] + q z(x5) + k / (k + N) z(p)`, with x the item weights, y the factors, c the
 * content, x5 the session, p log popularity, N the decayed evidence, a = itemShareMax N / (N + kappa), and q the session's
 * share, 0 while there is no session. Where transitions are shipped, `nextWeight z(t)` is added, t what follows the last likes.
 *
 * What is missing gives its share away. No item weights: a = 0. No factors: a = 1. Neither: content says what an item is but
 * not whether people like it, and drowns everything after a like or two; so `s = g [(1 - q) z(c) + q z(c5)] + z(p)`, with
 * g = contentAloneMax N / (N + contentAloneHalf). The session is read from the best that is there: item weights, then
 * factors, then content. No factor mean: no prior. No content or no popularity: that term is left out.
 * @throws `catalogue-invalid` if artefacts disagree on the number of items; `invalid-argument` if an index is none of theirs.
 */
export function scoreArtefacts(input: ArtefactScoreInput): ScoredCandidates {
  checkIndexes(input)
  const { candidates, history, constants } = input
  const session = history.hasSession ? sessionSignal(input) : undefined
  const lasting = session === undefined ? 1 : 1 - constants.sessionWeight
  const signals = [
    ...lastingSignals(input, lasting),
    ...(session ?? []),
    ...nextSignal(input),
    ...popularitySignal(input),
  ].map((signal) => standardise(signal))
  const scores = new Float64Array(candidates.length)
  for (const { shares } of signals) {
    for (let j = 0; j < scores.length; j += 1) scores[j] = (scores[j] as number) + (shares[j] as number)
  }
  return { candidates, scores, signals, history: history.evidence }
}

function lastingSignals({ artefacts, history, candidates, constants }: ArtefactScoreInput, share: number): Signal[] {
  const { itemWeights, factors, factorMean, content } = artefacts
  const evidence = positiveSum(history.weights)
  const growing = constants.itemShareMax * saturation(evidence, constants.kappa)
  const itemShare = itemWeights === undefined ? 0 : factors === undefined ? 1 : growing
  const common = { history, candidates, eventWeights: history.weights }
  const signals: Signal[] = []
  if (itemWeights !== undefined && itemShare > 0) {
    signals.push(neighbourSignal({ ...common, name: 'neighbours', weight: share * itemShare, itemWeights }))
  }
  if (factors !== undefined) {
    const prior = factorMean === undefined ? {} : { priorMean: factorMean }
    const person = foldIn({ ...constants, ...prior, factors, items: history.items, weights: history.weights })
    signals.push(factorSignal({ ...common, name: 'factors', weight: share * (1 - itemShare), factors, person }))
  }
  const contentWeight = knowsPeople(artefacts) ? constants.beta : contentAlone(history, constants)
  if (content !== undefined && contentWeight > 0 && evidence > 0) {
    const power = constants.contentPower
    signals.push(contentSignal({ ...common, name: 'taste', weight: share * contentWeight, content, power }))
  }
  return signals
}

/** The last few likes once more, without decay; undefined where nothing can be said about them. */
function sessionSignal({ artefacts, history, candidates, constants }: ArtefactScoreInput): Signal[] | undefined {
  const { itemWeights, factors, content } = artefacts
  const { sessionWeight, contentPower: power } = constants
  if (sessionWeight === 0) return undefined
  const weight = knowsPeople(artefacts) ? sessionWeight : sessionWeight * contentAlone(history, constants)
  const eventWeights = history.sessionWeights
  const common = { name: 'session', weight, history, eventWeights, candidates } as const
  if (itemWeights !== undefined) return [neighbourSignal({ ...common, itemWeights })]
  if (factors !== undefined) {
    const person = foldIn({ ...constants, factors, items: history.items, weights: eventWeights, tau: 0 })
    return [factorSignal({ ...common, factors, person })]
  }
  return content === undefined ? undefined : [contentSignal({ ...common, content, power })]
}

function nextSignal({ artefacts: { transitions }, history, candidates, constants }: ArtefactScoreInput): Signal[] {
  const { nextWeight: weight } = constants
  if (transitions === undefined || weight === 0) return []
  const eventWeights = lastWeights(history)
  return [neighbourSignal({ name: 'next', weight, itemWeights: transitions, history, eventWeights, candidates })]
}

function popularitySignal({ artefacts, history, candidates, constants }: ArtefactScoreInput): Signal[] {
  const { logPopularity } = artefacts
  if (logPopularity === undefined) return []
  const { fadingPopularityK } = constants
  const fading = saturation(fadingPopularityK, positiveSum(history.weights))
  const weight = knowsPeople(artefacts) ? fading : 1
  const values = new Float64Array(candidates.length)
  for (let j = 0; j < values.length; j += 1) values[j] = logPopularity[candidates[j] as number] as number
  return [{ name: 'popularity', weight, values }]
}

function contentAlone(history: ItemHistory, { contentAloneMax, contentAloneHalf }: PipelineConstants): number {
  return contentAloneMax * saturation(positiveSum(history.weights), contentAloneHalf)
}

/** amount / (amount + half), 0 where there is nothing. */
function saturation(amount: number, half: number): number {
  return amount === 0 ? 0 : amount / (amount + half)
}

/** Whether anything was learnt from what people like together. */
function knowsPeople({ itemWeights, factors }: Artefacts): boolean {
  return itemWeights !== undefined || factors !== undefined
}

function checkIndexes({ artefacts, history, candidates }: ArtefactScoreInput): void {
  const { itemWeights, transitions, factors, content, logPopularity } = artefacts
  const counts = [itemWeights?.count, transitions?.count, factors?.count, content?.count, logPopularity?.length].filter(
    (count) => count !== undefined,
  )
  const items = counts[0] ?? Infinity
  if (counts.some((count) => count !== items)) {
    throw artefactError(`The artefacts are of ${counts.join(', ')} items. Ship all for the same catalogue.`)
  }
  for (const indexes of [candidates, history.items]) {
    for (let k = 0; k < indexes.length; k += 1) {
      const index = indexes[k] as number
      if (index >= 0 && index < items) continue
      throw new LocavoreError(
        'invalid-argument',
        `The item index ${index} is none of the ${items} items of the artefacts.`,
      )
    }
  }
}
