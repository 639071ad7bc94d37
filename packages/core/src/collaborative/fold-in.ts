import { artefactError } from '../artefacts/check-artefact.js'
import { addOuterProduct, type FactorSource } from '../artefacts/item-factors.js'
import { choleskyInPlace, solveCholesky } from '../vector/cholesky.js'

export interface FoldInInput {
  readonly factors: FactorSource
  /** `[events]` item indexes. */
  readonly items: Int32Array
  /** `[events]`. A negative weight marks a refusal: it says that the item is known, not that it is wanted. */
  readonly weights: Float64Array
  /** Weight of every item as an unobserved one, above or at 0. */
  readonly alpha0: number
  /** Ridge per unit of evidence. */
  readonly lambda: number
  /** How many events the prior mean counts for; 0 is no prior. */
  readonly tau: number
  /** `[dimensions]`: the mean person. Without it there is no prior, whatever `tau` says. */
  readonly priorMean?: Float64Array
}

/** A person in factor space. */
export interface FoldedPerson {
  /** `[dimensions]` u; the score of item i is `v_i . u`. */
  readonly vector: Float64Array
  /** The part of `vector` that comes from the prior mean and from no event; undefined without a prior. */
  readonly prior: Float64Array | undefined
  /** The part of `vector` that comes from event k. All of them and `prior` sum to `vector`: u is linear in the events. */
  ofEvent(k: number): Float64Array
  /** `[events]`: what each event gives to the product of `vector` with the person; one solve, however many the events. */
  sharesIn(vector: Float64Array): Float64Array
}

/**
 * Ridge fold-in of a person into factors learnt without them (Hu, Koren and Volinsky, ICDM 2008, eq. 4), with the
 * frequency-scaled ridge of Rendle et al. (RecSys 2022) and a prior mean mu:
 * `u = (a0 V'V + sum |w| v v' + (lambda (N + a0 I) + tau) 1)^-1 (sum w+ v + tau mu)`, w+ = max(0, w), N = sum w+, I items.
 * V'V runs over all items. One Cholesky solve, `dimensions^3 / 6`.
 * @throws `catalogue-invalid` if the prior mean has another length; `invalid-argument` if the system has no single solution.
 */
export function foldIn(input: FoldInInput): FoldedPerson {
  const { factors, items, weights, tau, priorMean } = input
  const { dimensions } = factors
  if (priorMean !== undefined && priorMean.length !== dimensions) {
    throw artefactError(`The prior mean has ${priorMean.length} dimensions, the factors have ${dimensions}.`)
  }
  const lower = systemMatrix(input)
  choleskyInPlace(lower, dimensions)
  const row = new Float64Array(dimensions)
  const solve = (target: Float64Array): Float64Array => {
    solveCholesky(lower, dimensions, target)
    return target
  }
  const right = new Float64Array(dimensions)
  for (let k = 0; k < items.length; k += 1) {
    if (!((weights[k] as number) > 0)) continue
    factors.read(items[k] as number, row)
    for (let d = 0; d < dimensions; d += 1)
      right[d] = (right[d] as number) + (weights[k] as number) * (row[d] as number)
  }
  const prior = priorMean === undefined || tau === 0 ? undefined : priorMean.map((value) => tau * value)
  prior?.forEach((value, d) => {
    right[d] = (right[d] as number) + value
  })
  let events: Float64Array | undefined
  return {
    vector: solve(right),
    prior: prior === undefined ? undefined : solve(prior),
    ofEvent(k) {
      const own = new Float64Array(dimensions)
      factors.read(items[k] ?? 0, own)
      return solve(own.map((value) => value * Math.max(0, weights[k] ?? 0)))
    },
    sharesIn(vector) {
      events ??= readEvents(input)
      const solved = solve(vector.slice())
      const shares = new Float64Array(items.length)
      for (let k = 0; k < shares.length; k += 1) {
        let sum = 0
        for (let d = 0; d < dimensions; d += 1) sum += (events[k * dimensions + d] as number) * (solved[d] as number)
        shares[k] = sum * Math.max(0, weights[k] as number)
      }
      return shares
    },
  }
}

/** Factors of the events, `[events, dimensions]`. */
function readEvents({ factors, items }: FoldInInput): Float64Array {
  const { dimensions } = factors
  const events = new Float64Array(items.length * dimensions)
  const row = new Float64Array(dimensions)
  for (let k = 0; k < items.length; k += 1) {
    factors.read(items[k] as number, row)
    events.set(row, k * dimensions)
  }
  return events
}

/** Sum of the weights that speak for something. */
export function positiveSum(weights: Float64Array): number {
  let sum = 0
  for (let k = 0; k < weights.length; k += 1) sum += Math.max(0, weights[k] as number)
  return sum
}

function systemMatrix({ factors, items, weights, alpha0, lambda, tau, priorMean }: FoldInInput): Float64Array {
  const { dimensions, count } = factors
  const matrix = factors.gram.slice()
  for (let at = 0; at < matrix.length; at += 1) matrix[at] = alpha0 * (matrix[at] as number)
  const row = new Float64Array(dimensions)
  for (let k = 0; k < items.length; k += 1) {
    factors.read(items[k] as number, row)
    addOuterProduct(matrix, row, Math.abs(weights[k] as number))
  }
  const ridge = lambda * (positiveSum(weights) + alpha0 * count) + (priorMean === undefined ? 0 : tau)
  for (let d = 0; d < dimensions; d += 1) matrix[d * dimensions + d] = (matrix[d * dimensions + d] as number) + ridge
  return matrix
}
