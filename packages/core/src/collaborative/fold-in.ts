import { artefactError } from '../artefacts/check-artefact.js'
import { addOuterProduct, addOuterProducts, type FactorSource } from '../artefacts/item-factors.js'
import { choleskyInPlace, solveCholesky, solveFour } from '../vector/cholesky.js'
import { Room } from '../vector/sets/room.js'

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
  /** `[vectors][events]`: what each event gives to the product of each vector with the person; one solve for each, however many the events. */
  sharesIn(vectors: readonly Float64Array[]): Float64Array[]
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
  const events = readEvents(input)
  const lower = systemMatrix(input, events)
  choleskyInPlace(lower, dimensions)
  const solve = (target: Float64Array): Float64Array => {
    solveCholesky(lower, dimensions, target)
    return target
  }
  const right = new Float64Array(dimensions)
  for (let k = 0; k < items.length; k += 1) {
    if (!((weights[k] as number) > 0)) continue
    for (let d = 0; d < dimensions; d += 1)
      right[d] = (right[d] as number) + (weights[k] as number) * (events[k * dimensions + d] as number)
  }
  const prior = priorMean === undefined || tau === 0 ? undefined : priorMean.map((value) => tau * value)
  prior?.forEach((value, d) => {
    right[d] = (right[d] as number) + value
  })
  return {
    vector: solve(right),
    prior: prior === undefined ? undefined : solve(prior),
    ofEvent(k) {
      const own = new Float64Array(dimensions)
      factors.read(items[k] ?? 0, own)
      return solve(own.map((value) => value * Math.max(0, weights[k] ?? 0)))
    },
    sharesIn: (vectors) => sharesOf(vectors, { lower, events, weights }),
  }
}

interface Solved {
  /** `[dimensions, dimensions]`: what `choleskyInPlace` left. */
  readonly lower: Float64Array
  /** `[events, dimensions]` */
  readonly events: Float64Array
  /** `[events]` */
  readonly weights: Float64Array
}

/** Four vectors at a time, because each step of solving for one waits for the step before it. */
function sharesOf(vectors: readonly Float64Array[], { lower, events, weights }: Solved): Float64Array[] {
  const shares = vectors.map(() => new Float64Array(weights.length))
  const dimensions = vectors[0]?.length ?? 0
  const four = new Float64Array(4 * dimensions)
  for (let first = 0; first < vectors.length; first += 4) {
    const some = vectors.slice(first, first + 4)
    some.forEach((vector, m) => {
      for (let d = 0; d < dimensions; d += 1) four[4 * d + m] = vector[d] as number
    })
    solveFour(lower, dimensions, four)
    const sums = productsWithFour(events, four, weights.length)
    some.forEach((_, m) => {
      const own = shares[first + m] as Float64Array
      for (let k = 0; k < own.length; k += 1) own[k] = (sums[4 * k + m] as number) * Math.max(0, weights[k] as number)
    })
  }
  return shares
}

const roomForProducts = new Room((length) => new Float64Array(length))

/** `[rows, 4]`: the product of each row, `[rows, dimensions]`, with each of four vectors, `[dimensions, 4]`. */
function productsWithFour(rows: Float64Array, four: Float64Array, count: number): Float64Array {
  const dimensions = four.length / 4
  const products = roomForProducts.of(4 * count)
  for (let k = 0; k < count; k += 1) {
    let a = 0
    let b = 0
    let c = 0
    let e = 0
    for (let d = 0; d < dimensions; d += 1) {
      const value = rows[k * dimensions + d] as number
      a += value * (four[4 * d] as number)
      b += value * (four[4 * d + 1] as number)
      c += value * (four[4 * d + 2] as number)
      e += value * (four[4 * d + 3] as number)
    }
    products[4 * k] = a
    products[4 * k + 1] = b
    products[4 * k + 2] = c
    products[4 * k + 3] = e
  }
  return products
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

/** Adds `|w_k| v_k v_k'` for every event; by fours, because most of the time would go into reading and writing the matrix. */
function addEvents(matrix: Float64Array, events: Float64Array, weights: Float64Array): void {
  const dimensions = weights.length === 0 ? 0 : events.length / weights.length
  const row = (k: number) => events.subarray(k * dimensions, (k + 1) * dimensions)
  const size = (k: number) => Math.abs(weights[k] as number)
  const whole = weights.length & ~3
  for (let k = 0; k < whole; k += 4) {
    const rows = [row(k), row(k + 1), row(k + 2), row(k + 3)] as const
    addOuterProducts(matrix, rows, [size(k), size(k + 1), size(k + 2), size(k + 3)])
  }
  for (let k = whole; k < weights.length; k += 1) addOuterProduct(matrix, row(k), size(k))
}

function systemMatrix(
  { factors, weights, alpha0, lambda, tau, priorMean }: FoldInInput,
  events: Float64Array,
): Float64Array {
  const { dimensions, count } = factors
  const matrix = factors.gram.slice()
  for (let at = 0; at < matrix.length; at += 1) matrix[at] = alpha0 * (matrix[at] as number)
  addEvents(matrix, events, weights)
  const ridge = lambda * (positiveSum(weights) + alpha0 * count) + (priorMean === undefined ? 0 : tau)
  for (let d = 0; d < dimensions; d += 1) matrix[d * dimensions + d] = (matrix[d * dimensions + d] as number) + ridge
  return matrix
}
