/** The least a unit of cosine may count: below it the cosines say nothing, and everything is as likely as its share. */
const LEAST_SLOPE = 0.5
/** Draws the parameters a little towards the start, so that examples that can be told apart wholly have a minimum too. */
const RIDGE = 1e-6
const STEPS = 100

/**
 * The calibration that makes these examples likeliest. With slope = 1 / temperature, the logits are slope * cosine for a
 * label and fixed + follow * mean cosine for none; the loss is convex in the three, so Newton's steps end at its one minimum.
 *
 * @param examples `{ cosines: number[], truth: number, weight: number }`; truth is an index, or -1 for none of these
 */
export function fitCalibration(examples) {
  const rows = examples.map((example) => ({ ...example, mean: meanOf(example.cosines) }))
  let at = { parameters: [10, 0, 0], ...lossAt(rows, [10, 0, 0]) }
  for (let step = 0; step < STEPS; step += 1) {
    const next = descend(rows, at)
    if (next === undefined) break
    at = next
  }
  const [slope, fixed, follow] = at.parameters
  return { temperature: 1 / slope, none: fixed / slope, follow: follow / slope }
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

/** Mean negative log-likelihood with its first and second derivatives. */
function lossAt(rows, parameters) {
  const gradient = parameters.map((value) => RIDGE * value)
  const curvature = parameters.map((_, row) => parameters.map((__, column) => (row === column ? RIDGE : 0)))
  const total = rows.reduce((sum, { weight }) => sum + weight, 0)
  let loss = (RIDGE / 2) * parameters.reduce((sum, value) => sum + value * value, 0)
  for (const row of rows) {
    const share = row.weight / total
    const { loss: own, right, expected, products } = momentsOf(row, parameters)
    loss += share * own
    for (let k = 0; k < 3; k += 1) {
      gradient[k] += share * (expected[k] - right[k])
      for (let l = 0; l < 3; l += 1) curvature[k][l] += share * (products[k][l] - expected[k] * expected[l])
    }
  }
  return { loss, gradient, curvature }
}

/**
 * Of what the three parameters multiply (a label: its cosine, 0, 0; none: 0, 1, the mean cosine): the values of the right
 * answer, the expected values, and the expected products.
 */
function momentsOf({ cosines, truth, mean }, [slope, fixed, follow]) {
  const noneLogit = fixed + follow * mean
  let highest = noneLogit
  for (const cosine of cosines) highest = Math.max(highest, slope * cosine)
  const noneWeight = Math.exp(noneLogit - highest)
  let [sum, first, second] = [noneWeight, 0, 0]
  for (const cosine of cosines) {
    const weight = Math.exp(slope * cosine - highest)
    sum += weight
    first += weight * cosine
    second += weight * cosine * cosine
  }
  const none = noneWeight / sum
  return {
    loss: Math.log(sum) + highest - (truth < 0 ? noneLogit : slope * cosines[truth]),
    right: truth < 0 ? [0, 1, mean] : [cosines[truth], 0, 0],
    expected: [first / sum, none, none * mean],
    products: [
      [second / sum, 0, 0],
      [0, none, none * mean],
      [0, none * mean, none * mean * mean],
    ],
  }
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
