import { calibrationError } from './calibration.mjs'

/** The least a unit of cosine may count: below it the cosines say nothing, and everything is as likely as its share. */
const LEAST_SLOPE = 0.5
/** More expected calibration error than this on the examples themselves is not left standing, and slopes are lowered in such steps. */
const MOST_ERROR = 0.06
const LOWER = 0.9
/** Draws the parameters a little towards the start, so that examples that can be told apart wholly have a minimum too. */
const RIDGE = 1e-6
/** Draws a label's bias towards none: about as strongly as one example in a few hundred that speaks against it. */
const BIAS_RIDGE = 2e-3
const STEPS = 100

/**
 * The calibration that makes these examples likeliest. With slope = 1 / temperature, the logits are slope * cosine + bias
 * for a label and fixed + follow * mean cosine for none; the loss is convex in all of them, so Newton's steps end at its
 * one minimum.
 *
 * @param examples `{ cosines: number[], places: number[], truth: number, weight: number }`; `places` tells which label each
 *   cosine is of (where biases are fitted), truth is an index into the cosines, or -1 for none of these
 * @param labels how many labels get a bias of their own (default 0)
 *
 * Where one line in the cosine is not how likelihood goes (one label is told apart and the others are not), the likeliest
 * slope is surer than it is right. It is then lowered, and all else fitted to it, until confidence and rightness agree.
 */
export function fitCalibration(examples, labels = 0) {
  const rows = examples.map((example) => ({ ...example, mean: meanOf(example.cosines) }))
  const { parameters } = minimum(rows, [10, 0, 0, ...new Array(labels).fill(0)])
  const [slope, fixed, follow, ...biases] = lessSure(rows, parameters)
  return {
    temperature: 1 / slope,
    none: fixed / slope,
    follow: follow / slope,
    biases: biases.map((bias) => bias / slope),
  }
}

/** These parameters, or those of the first slope below them with little enough error; where there is none, of the best. */
function lessSure(rows, parameters) {
  let [best, least] = [parameters, errorOf(rows, parameters)]
  for (let at = parameters; least > MOST_ERROR && LOWER * at[0] > LEAST_SLOPE; ) {
    at = minimum(rows, [LOWER * at[0], ...at.slice(1)], true).parameters
    const error = errorOf(rows, at)
    if (error < least) [best, least] = [at, error]
  }
  return best
}

/** @param steep the first parameter stays as it is */
function minimum(rows, start, steep = false) {
  let at = { parameters: start, ...lossAt(rows, start) }
  for (let step = 0; step < STEPS; step += 1) {
    const next = descend(rows, steep ? held(at) : at)
    if (next === undefined) break
    at = next
  }
  return at
}

/** The slope's own equation says that it does not move. */
function held({ gradient, curvature, ...at }) {
  return {
    ...at,
    gradient: [0, ...gradient.slice(1)],
    curvature: curvature.map((row, place) => (place === 0 ? [1, ...row.slice(1).fill(0)] : [0, ...row.slice(1)])),
  }
}

/** Of the examples as they are asked about, by the weight they have. */
function errorOf(rows, parameters) {
  const answers = rows.map((row) => {
    const probabilities = probabilitiesOf(row, parameters)
    const confidence = Math.max(...probabilities)
    return { confidence, right: probabilities.at(row.truth) === confidence, weight: row.weight }
  })
  return calibrationError(answers)
}

/** One of Newton's steps, halved until it helps; undefined at the minimum. */
function descend(rows, { parameters, loss, gradient, curvature }) {
  const step = solve(curvature, gradient)
  for (let part = 1; part > 1e-6; part /= 2) {
    const moved = parameters.map((value, at) => value - part * step[at])
    moved[0] = Math.max(LEAST_SLOPE, moved[0])
    const next = lossAt(rows, moved)
    if (next.loss < loss - 1e-10) return { parameters: moved, ...next }
  }
  return undefined
}

const meanOf = (values) => values.reduce((sum, value) => sum + value, 0) / values.length

/** Slope, fixed and follow, which all labels share; the biases come after them. */
const SHARED = 3

/** Mean negative log-likelihood with its first and second derivatives. */
function lossAt(rows, parameters) {
  const ridge = (place) => (place < SHARED ? RIDGE : BIAS_RIDGE)
  const gradient = parameters.map((value, at) => ridge(at) * value)
  const curvature = parameters.map((_, row) => parameters.map((__, column) => (row === column ? ridge(row) : 0)))
  const total = rows.reduce((sum, { weight }) => sum + weight, 0)
  let loss = parameters.reduce((sum, value, at) => sum + (ridge(at) / 2) * value * value, 0)
  for (const row of rows) {
    const share = row.weight / total
    const probabilities = probabilitiesOf(row, parameters)
    loss -= share * Math.log(probabilities.at(row.truth))
    addDerivatives(row, probabilities, share, gradient, curvature)
  }
  return { loss, gradient, curvature }
}

/** Of every label, and last of none: `at(-1)` is none's, as a truth of -1 says none. */
function probabilitiesOf({ cosines, places, mean }, parameters) {
  const [slope, fixed, follow] = parameters
  const logits = cosines.map((cosine, at) => slope * cosine + (parameters[SHARED + places?.[at]] ?? 0))
  logits.push(fixed + follow * mean)
  const highest = Math.max(...logits)
  const weights = logits.map((logit) => Math.exp(logit - highest))
  const sum = weights.reduce((whole, weight) => whole + weight, 0)
  return weights.map((weight) => Math.max(weight / sum, Number.MIN_VALUE))
}

/** A label's logit is slope * cosine + bias, that of none fixed + follow * mean: expected features, their products, and the right answer's. */
function addDerivatives({ cosines, places, mean, truth }, probabilities, share, gradient, curvature) {
  const none = probabilities.at(-1)
  const expected = new Array(gradient.length).fill(0)
  const biased = gradient.length > SHARED
  cosines.forEach((cosine, at) => {
    const probability = probabilities[at]
    expected[0] += probability * cosine
    curvature[0][0] += share * probability * cosine * cosine
    if (!biased) return
    const place = SHARED + places[at]
    expected[place] = probability
    curvature[place][place] += share * probability
    curvature[0][place] += share * probability * cosine
    curvature[place][0] += share * probability * cosine
  })
  expected[1] = none
  expected[2] = none * mean
  curvature[1][1] += share * none
  curvature[1][2] += share * none * mean
  curvature[2][1] += share * none * mean
  curvature[2][2] += share * none * mean * mean
  for (let row = 0; row < expected.length; row += 1) {
    gradient[row] += share * expected[row]
    for (let column = 0; column < expected.length; column += 1)
      curvature[row][column] -= share * expected[row] * expected[column]
  }
  if (truth < 0) {
    gradient[1] -= share
    gradient[2] -= share * mean
    return
  }
  gradient[0] -= share * cosines[truth]
  if (biased) gradient[SHARED + places[truth]] -= share
}

/** The solution of a symmetric positive system by elimination. */
function solve(matrix, vector) {
  const rows = matrix.map((row, at) => [...row, vector[at]])
  const size = vector.length
  for (let pivot = 0; pivot < size; pivot += 1)
    for (let row = pivot + 1; row < size; row += 1) {
      const factor = rows[row][pivot] / rows[pivot][pivot]
      for (let column = pivot; column <= size; column += 1) rows[row][column] -= factor * rows[pivot][column]
    }
  const solution = new Array(size).fill(0)
  for (let row = size - 1; row >= 0; row -= 1) {
    const known = rows[row].slice(row + 1, size).reduce((sum, value, at) => sum + value * solution[row + 1 + at], 0)
    solution[row] = (rows[row][size] - known) / rows[row][row]
  }
  return solution
}
