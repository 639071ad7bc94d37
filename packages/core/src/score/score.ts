import type { Catalogue } from '../catalogue/catalogue.js'
import type { ElsewhereEvidence } from '../domains/elsewhere.js'
import { elsewhereTaste } from '../domains/elsewhere-taste.js'
import type { Learnt } from '../learnt/learnt.js'
import { type LearntSignals, learntSignals } from '../learnt/learnt-signals.js'
import { type WeightedEvidence, weighEvidence } from '../profile/decay.js'
import type { Profile } from '../profile/profile.js'
import { relationGraph } from '../relations/relation-graph.js'
import { relationSignal } from '../relations/relation-signal.js'
import type { RelationSettings } from '../relations/relation-words.js'
import { modalityWeight } from '../similarity/fused-similarity.js'
import type { SimilarityRows } from '../similarity/similarity-rows.js'
import type { Modality } from '../types.js'
import type { ScoreConstants } from './constants.js'
import { contentTaste, type HistoryEntry } from './content-taste.js'
import { freshness } from './freshness.js'
import { spreadOverMissing } from './missing-media.js'
import { popularity } from './popularity.js'
import { type CentredQuery, querySimilarity } from './query-similarity.js'
import { settingSignals } from './settings.js'
import { type Signal, type StandardisedSignal, standardise } from './signal.js'
import { type WeightedWords, type WordPart, wordTaste } from './word-taste.js'

export interface ScoreInput {
  readonly catalogue: Catalogue
  readonly rows: SimilarityRows
  /** Item indexes, ascending. */
  readonly candidates: Int32Array
  readonly profile: Profile
  readonly constants: ScoreConstants
  /** Milliseconds since 1970; only freshness looks at it. */
  readonly now: number
  /** What was searched for and steered with before; like settings not looked at where something is asked for now. */
  readonly words?: readonly WeightedWords[]
  /** What the publisher learnt from what many people like together. */
  readonly learnt?: Learnt
  /** How ties in the metadata are read. */
  readonly relations?: RelationSettings
  /** Index of the item asked with. */
  readonly askedIndex?: number
  /** What was done in other catalogues. */
  readonly elsewhere?: readonly ElsewhereEvidence[]
  /** Asked with something: its similarity has the share `1 - personalise`, taste has `personalise`. */
  readonly query?: { readonly queries: readonly CentredQuery[]; readonly personalise: number }
  /** Signals of candidates that came before in the same list: these are measured by the same standard. */
  readonly standards?: readonly StandardisedSignal[]
}

/** The candidates with their scores, and what each score is made of. */
export interface ScoredCandidates {
  readonly candidates: Int32Array
  /** `[candidates]`; each is the sum of its shares. */
  readonly scores: Float64Array
  readonly signals: readonly StandardisedSignal[]
  /** Evidence that reached the score. */
  readonly history: readonly WeightedEvidence[]
}

/**
 * Late fusion: every signal is standardised over the candidates, then weighted and added up. With s = session share:
 * personal = (1 - s) * taste + s * session, each the weighted mean over modalities; plus fading popularity and freshness. The
 * modalities an item has speak for those it lacks. Where a publisher ships what it learnt from people, that and content are
 * the personal part: see `learntSignals`. What the person asked for more or less of is added as it is.
 */
export function score(input: ScoreInput): ScoredCandidates {
  const history = pickHistory(input)
  const { standards = [] } = input
  const standardised = collectSignals(input, history).map((signal) => standardise(signal, standards))
  const signals = [...fuse(standardised, standards), ...settingSignals(input)]
  const scores = new Float64Array(input.candidates.length)
  for (const { shares } of signals) {
    for (let j = 0; j < scores.length; j += 1) scores[j] = (scores[j] as number) + (shares[j] as number)
  }
  return { candidates: input.candidates, scores, signals, history }
}

/** Signals of one name are media of one question, and make up for each other. */
function fuse(signals: readonly StandardisedSignal[], standards: readonly StandardisedSignal[]): StandardisedSignal[] {
  const names = new Set(signals.map(({ signal }) => signal.name))
  return Array.from(names).flatMap((name) => {
    const known = standards.find(({ signal }) => signal.name === name)?.agreement
    return spreadOverMissing(
      signals.filter(({ signal }) => signal.name === name),
      known,
    )
  })
}

function collectSignals(input: ScoreInput, history: readonly WeightedEvidence[]): Signal[] {
  const { catalogue, candidates, constants, query, now } = input
  const share = query?.personalise ?? 1
  const together = collaborative(input, history, share)
  const personal = [
    ...(together?.signals ?? []),
    ...tasteSignals(input, history, share, together),
    ...tieSignals(input, history, query?.personalise),
    ...elsewhereSignals(input, history, share),
  ]
  if (query !== undefined) {
    const asked = querySignals(input, query.queries, 1 - query.personalise)
    // Nothing to compare with: what others like is a better answer than an arbitrary order.
    return asked.length > 0 ? [...asked, ...personal] : [popularity(catalogue, candidates, 1), ...personal]
  }
  const { popularityFade, freshnessHalfLife } = constants
  const fading = popularityFade / (popularityFade + knownOf(input, history))
  const signals = [...personal, ...wordSignals(input), popularity(catalogue, candidates, fading)]
  if (constants.freshness > 0) {
    signals.push(freshness(catalogue, candidates, { weight: constants.freshness, now, halfLife: freshnessHalfLife }))
  }
  return signals
}

function querySignals(input: ScoreInput, queries: readonly CentredQuery[], share: number): Signal[] {
  if (queries.length === 0) return []
  return overModalities(input, (modality, weight) => querySimilarity(input, queries, modality, share * weight))
}

/** Likes elsewhere speak until there is enough to go by here. */
function elsewhereSignals(input: ScoreInput, history: readonly WeightedEvidence[], share: number): Signal[] {
  const { elsewhere = [], constants } = input
  // Where a publisher learnt how content leads to what people like together, likes elsewhere go that way.
  if (goThroughFactors(input)) return []
  const sure = confidence(elsewhere.map(({ evidence }) => evidence))
  const strength = share * sure * constants.elsewhereShare * elsewhereStrength(input, history)
  if (!(strength >= LEAST_STRENGTH)) return []
  return overModalities(
    input,
    (modality, weight) => elsewhereTaste(input, elsewhere, modality, strength * weight),
    coverage(input),
  )
}

function goThroughFactors({ learnt }: ScoreInput): boolean {
  return learnt?.factors !== undefined && learnt.contentMap !== undefined
}

/** Evidence that popularity gives way to: what was done here, and what was done elsewhere where it counts as if it were here. */
function knownOf(input: ScoreInput, history: readonly WeightedEvidence[]): number {
  const here = positiveEvidence(history)
  if (!goThroughFactors(input)) return here
  const elsewhere = (input.elsewhere ?? []).map(({ evidence }) => evidence)
  return here + elsewhereStrength(input, history) * positiveEvidence(elsewhere)
}

function elsewhereStrength({ constants }: ScoreInput, history: readonly WeightedEvidence[]): number {
  return constants.elsewhereFade / (constants.elsewhereFade + positiveEvidence(history))
}

/** Ties to what the person dealt with, and to the item asked with. */
function tieSignals(input: ScoreInput, history: readonly WeightedEvidence[], personalise = 1): Signal[] {
  const { catalogue, candidates, constants, relations, askedIndex } = input
  const graph = relationGraph(catalogue, relations)
  if (graph.empty) return []
  const common = { graph, candidates }
  const from = history.flatMap((evidence) => {
    const index = catalogue.indexOf(evidence.itemId)
    return index === undefined ? [] : [{ itemId: evidence.itemId, index, weight: evidence.currentWeight, evidence }]
  })
  const asked =
    askedIndex === undefined
      ? []
      : [{ itemId: catalogue.idAt(askedIndex) ?? '', index: askedIndex, weight: ASKED_WEIGHT }]
  const share = constants.relationShare
  return [
    relationSignal({ ...common, from, weight: share * personalise }),
    relationSignal({ ...common, from: asked, weight: share * (1 - personalise) }),
  ].filter((signal) => signal !== undefined)
}

/** What was searched for, and what the lists are steered by. Steering is said, not guessed, so it counts for more. */
function wordSignals(input: ScoreInput): Signal[] {
  const { wordsShare, steeringShare } = input.constants
  return [...wordPart(input, 'words', wordsShare), ...wordPart(input, 'steering', steeringShare)]
}

function wordPart(input: ScoreInput, part: WordPart, most: number): Signal[] {
  const words = (input.words ?? []).filter((entry) => entry.part === part)
  const strength = words.reduce((sum, { weight }) => sum + Math.abs(weight), 0)
  if (strength === 0) return []
  const share = most * Math.min(1, strength)
  return overModalities(input, (modality, weight) =>
    wordTaste(input, words, { part, modality, weight: share * weight }),
  )
}

/** Asking with an item says as much about what is tied to it as many likes do. */
const ASKED_WEIGHT = 4

/** Weaker evidence changes no order, and its shares would be lost to rounding. */
const LEAST_STRENGTH = 1e-12

function collaborative(
  input: ScoreInput,
  history: readonly WeightedEvidence[],
  share: number,
): LearntSignals | undefined {
  const { learnt, catalogue, candidates, elsewhere = [] } = input
  if (learnt === undefined || learnt.empty || share === 0) return undefined
  const told = [...history, ...elsewhere.map(({ evidence }) => evidence)]
  return learntSignals({
    ...{ learnt, catalogue, candidates, history, share, elsewhere, confidence: confidence(told) },
    elsewhereStrength: elsewhereStrength(input, history),
  })
}

/** Content speaks for itself, or beside what is learnt of people: then with the weight that leaves it, and in no session. */
function tasteSignals(
  input: ScoreInput,
  history: readonly WeightedEvidence[],
  share: number,
  together: LearntSignals | undefined,
): Signal[] {
  const { sessionLength, sessionShare } = input.constants
  const compared = weightiest(history, input.constants.historyLimit)
  const lasting = compared.map((evidence) => ({ evidence, weight: evidence.currentWeight }))
  const recent = history
    .filter(({ age, weight }) => weight > 0 && age < sessionLength)
    .map((evidence) => ({ evidence, weight: evidence.weight }))
  const hasSession = history.some(({ age, weight }) => weight > 0 && age >= sessionLength)
  const strength = (together?.contentWeight ?? share) * confidence(history)
  if (strength < LEAST_STRENGTH) return []
  // The publisher says how sharply content speaks beside what was learnt of people; alone it was measured without an exponent.
  if (together !== undefined) return contentSignals(input, 'taste', lasting, strength, together.contentPower)
  const taste = contentSignals(input, 'taste', lasting, strength * (hasSession ? 1 - sessionShare : 1))
  return hasSession ? [...taste, ...contentSignals(input, 'session', recent, strength * sessionShare)] : taste
}

function contentSignals(
  input: ScoreInput,
  name: 'taste' | 'session',
  history: readonly HistoryEntry[],
  share: number,
  power = 1,
): Signal[] {
  const content = { ...input, history, ownEvidence: input.query !== undefined, power }
  return overModalities(
    input,
    (modality, weight) => contentTaste(content, name, modality, share * weight),
    coverage(input),
  )
}

/**
 * A medium that few items have tells little of what most of them are: in a taste it counts by the share of items that have
 * it, beside the medium that most have. Measured on postcards, 13% of them with a sound and 7% with a clip: 0.87 -> 0.90 of
 * the next twenty (`pnpm eval:taste`).
 */
function coverage({ catalogue }: ScoreInput): (modality: Modality) => number {
  const countOf = (modality: Modality) => catalogue.modality(modality)?.present ?? 0
  const most = Math.max(...catalogue.modalities.map(countOf))
  return (modality) => (most === 0 ? 1 : countOf(modality) / most)
}

/** Asks every modality for its signal, with weights that sum to 1 over the modalities of the catalogue. */
function overModalities(
  { catalogue, constants }: ScoreInput,
  make: (modality: Modality, weight: number) => Signal | undefined,
  coverageOf: (modality: Modality) => number = () => 1,
): Signal[] {
  const weighted = catalogue.modalities.map(
    (modality) => [modality, modalityWeight(constants.modalityWeights, modality) * coverageOf(modality)] as const,
  )
  const total = weighted.reduce((sum, [, weight]) => sum + weight, 0)
  return weighted.flatMap(([modality, weight]) =>
    total > 0 && weight > 0 ? (make(modality, weight / total) ?? []) : [],
  )
}

/** Evidence on items that are still here, oldest first: all of it where tables are asked, else the weightiest. */
function pickHistory({ catalogue, profile, constants, learnt }: ScoreInput): readonly WeightedEvidence[] {
  const here = weighEvidence(profile, constants.halfLife).filter(({ itemId }) => catalogue.has(itemId))
  return learnt === undefined || learnt.empty ? weightiest(here, constants.historyLimit) : here
}

/** An entry of a table costs a few additions; comparing an item with the catalogue costs a pass over it. */
function weightiest(history: readonly WeightedEvidence[], most: number): readonly WeightedEvidence[] {
  if (history.length <= most) return history
  return [...history]
    .sort((a, b) => Math.abs(b.currentWeight) - Math.abs(a.currentWeight) || b.sequence - a.sequence)
    .slice(0, most)
    .sort((a, b) => a.sequence - b.sequence)
}

/** N: the decayed sum of positive evidence, in likes. */
function positiveEvidence(history: readonly WeightedEvidence[]): number {
  return history.reduce((sum, { currentWeight }) => sum + Math.max(0, currentWeight), 0)
}

/**
 * z-scores have the same size whether they stand on one glance or fifty likes. Less evidence than one like speaks with
 * that much less force; from one like on, in full.
 */
function confidence(history: readonly WeightedEvidence[]): number {
  return Math.min(
    1,
    history.reduce((sum, { currentWeight }) => sum + Math.abs(currentWeight), 0),
  )
}
