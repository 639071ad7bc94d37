import type { FactorSource } from '../artefacts/item-factors.js'
import type { Catalogue } from '../catalogue/catalogue.js'
import { factorSignal } from '../collaborative/factor-signal.js'
import { type FoldedPerson, foldIn, positiveSum } from '../collaborative/fold-in.js'
import type { ItemHistory } from '../collaborative/item-history.js'
import { neighbourSignal } from '../collaborative/neighbour-signal.js'
import type { ElsewhereEvidence } from '../domains/elsewhere.js'
import type { WeightedEvidence } from '../profile/decay.js'
import type { Signal } from '../score/signal.js'
import { lastWeights } from '../sequence/next-weights.js'
import { countUp } from '../vector/sets/touch.js'
import { foldInRows } from './candidates/folded-rows.js'
import { CatalogueFactors, knownOf } from './catalogue-factors.js'
import { withElsewhere } from './elsewhere-factors.js'
import type { Learnt } from './learnt.js'

export interface LearntSignalsInput {
  readonly learnt: Learnt
  readonly catalogue: Catalogue
  /** Item indexes. */
  readonly candidates: Int32Array
  /** Evidence on items of the catalogue. */
  readonly history: readonly WeightedEvidence[]
  /** What all personal parts together weigh. */
  readonly share: number
  /** What was liked in other catalogues, and what it counts against what was done here. */
  readonly elsewhere?: readonly ElsewhereEvidence[]
  readonly elsewhereStrength?: number
  /** How far evidence of less than one like speaks, in [0, 1]; a prior needs no such damping. */
  readonly confidence: number
}

/** The collaborative part of the hybrid score, and what it leaves to content. */
export interface LearntSignals {
  readonly signals: readonly Signal[]
  /** Weight of content beside it. */
  readonly contentWeight: number
  /** Exponent of its affinity. */
  readonly contentPower: number
}

/**
 * `(1 - q) [a z(x) + (1 - a) z(y) + beta z(c)] + q z(x5)` of `scoreArtefacts`, over a catalogue that may have items no table
 * knows: those get the mean of what they lack. x are the item weights, y the factors, c the content, x5 the session, q its share
 * once there is one, `a = itemShareMax N / (N + kappa)` and N the evidence.
 */
export function learntSignals(input: LearntSignalsInput): LearntSignals {
  const ground = groundOf(input)
  const { constants } = input.learnt
  const { lasting } = ground
  const share = input.share * (lasting.hasSession ? 1 - constants.sessionWeight : 1)
  const session = lasting.hasSession ? sessionSignals(input, ground) : []
  const signals = [...lastingSignals(input, ground, share), ...session, ...nextSignals(input, ground)]
  return { signals, contentWeight: share * constants.beta, contentPower: constants.contentPower }
}

interface Ground {
  /** Events by row of the tables. */
  readonly lasting: ItemHistory
  /** Places of the events in `factors`. */
  readonly byPlace: ItemHistory
  /** Row of each candidate, or -1. */
  readonly rows: Int32Array
  readonly known: Uint8Array
  /** Candidates first, then the items of the events. */
  readonly factors: CatalogueFactors | undefined
}

function groundOf({ learnt, catalogue, candidates, history }: LearntSignalsInput): Ground {
  const { sessionLength, sessionNeedsMoreThan } = learnt.constants
  const indexes = Int32Array.from(history, ({ itemId }) => catalogue.indexOf(itemId) ?? -1)
  const everything = new Int32Array(candidates.length + indexes.length)
  everything.set(candidates)
  everything.set(indexes, candidates.length)
  const allRows = learnt.rowsOf(catalogue, everything)
  const lasting: ItemHistory = {
    items: allRows.subarray(candidates.length),
    weights: Float64Array.from(history, ({ currentWeight }) => currentWeight),
    sessionWeights: Float64Array.from(history, ({ weight, age }) => (age < sessionLength ? Math.max(0, weight) : 0)),
    hasSession: history.some(({ weight, age }) => weight > 0 && age >= sessionNeedsMoreThan),
    evidence: history,
  }
  const rows = allRows.subarray(0, candidates.length)
  const { factors } = learnt
  return {
    lasting,
    byPlace: { ...lasting, items: Int32Array.from(indexes, (_, k) => candidates.length + k) },
    rows,
    known: knownOf(rows),
    factors: factors && new CatalogueFactors(factors, learnt, catalogue, everything, allRows),
  }
}

function lastingSignals(input: LearntSignalsInput, ground: Ground, share: number): Signal[] {
  const { learnt, catalogue, confidence, elsewhere = [], elsewhereStrength: strength = 0 } = input
  const { itemWeights, constants, factorMean } = learnt
  const { lasting, factors } = ground
  const evidence = positiveSum(lasting.weights)
  const growing = evidence === 0 ? 0 : (constants.itemShareMax * evidence) / (evidence + constants.kappa)
  const itemShare = itemWeights === undefined ? 0 : factors === undefined ? confidence : growing
  const signals: Signal[] = []
  if (itemWeights !== undefined && itemShare > 0) {
    const { rows: candidates, known } = ground
    const common = { itemWeights, candidates, known, history: lasting, eventWeights: lasting.weights }
    signals.push(neighbourSignal({ name: 'neighbours', weight: share * itemShare, ...common }))
  }
  const hasPrior = factorMean !== undefined && constants.tau > 0
  const factorShare = (itemWeights === undefined ? 1 : 1 - growing) * (hasPrior ? 1 : confidence)
  if (factors !== undefined && factorShare > 0) {
    const places = ground.rows.length + lasting.items.length
    const told = withElsewhere(factors, ground.byPlace, places, { learnt, catalogue, elsewhere, strength })
    const person = foldInHistory(input, ground, told)
    const weight = share * factorShare
    signals.push(factorSignal({ name: 'factors', weight, person, ...placesOf(ground, factors), ...told }))
  }
  return signals
}

/** Where rows alone are told of, they are what candidates were found by. */
function foldInHistory(
  { learnt }: LearntSignalsInput,
  { lasting }: Ground,
  told: { readonly factors: FactorSource; readonly history: ItemHistory },
): FoldedPerson {
  const { factors, factorMean, contentMap, constants } = learnt
  const { items, weights } = told.history
  const onlyRows = contentMap === undefined && lasting.items.every((row) => row >= 0)
  if (factors !== undefined && onlyRows) return foldInRows({ learnt, factors, items: lasting.items, weights })
  const prior = factorMean === undefined ? {} : { priorMean: factorMean }
  return foldIn({ ...constants, ...prior, factors: told.factors, items, weights })
}

/** What tends to follow the last few likes. */
function nextSignals({ learnt, share }: LearntSignalsInput, ground: Ground): Signal[] {
  const { transitions: itemWeights, constants } = learnt
  const weight = share * constants.nextWeight
  if (itemWeights === undefined || weight === 0) return []
  const { lasting: history, rows: candidates, known } = ground
  const eventWeights = lastWeights(history)
  return [neighbourSignal({ name: 'next', weight, itemWeights, history, eventWeights, candidates, known })]
}

/** The last few likes once more, without decay, by the best table there is. */
function sessionSignals({ learnt, share: personal }: LearntSignalsInput, ground: Ground): Signal[] {
  const { itemWeights, constants } = learnt
  const { lasting, byPlace, factors, rows: candidates, known } = ground
  const weight = personal * constants.sessionWeight
  const eventWeights = lasting.sessionWeights
  if (weight === 0) return []
  if (itemWeights !== undefined) {
    return [
      neighbourSignal({ name: 'session', weight, itemWeights, history: lasting, eventWeights, candidates, known }),
    ]
  }
  if (factors === undefined) return []
  const person = foldIn({ ...constants, factors, items: byPlace.items, weights: eventWeights, tau: 0 })
  return [factorSignal({ name: 'session', weight, person, ...placesOf(ground, factors) })]
}

/** Factors are asked by place, and candidates stand first. */
function placesOf({ rows, byPlace }: Ground, factors: CatalogueFactors) {
  return {
    factors,
    history: byPlace,
    candidates: countUp(rows.length),
    known: factors.known.subarray(0, rows.length),
  }
}
