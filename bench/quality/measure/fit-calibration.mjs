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
  const [slope, fixed, follow] = parameters
  const gradient = parameters.map((value) => RIDGE * value)
  const curvature = parameters.map((_, row) => parameters.map((__, column) => (row === column ? RIDGE : 0)))
  const total = rows.reduce((sum, { weight }) => sum + weight, 0)
  let loss = (RIDGE / 2) * parameters.reduce((sum, value) => sum + value * value, 0)
  for (const { cosines, truth, weight, mean } of rows) {
    const share = weight / total
    // What each answer's logit is multiplied from: by the slope, by the fixed part and by what follows the mean.
    const answers = [...cosines.map((cosine) => [cosine, 0, 0]), [0, 1, mean]]
    const logits = answers.map(([a, b, c]) => slope * a + fixed * b + follow * c)
    const highest = Math.max(...logits)
    const weights = logits.map((logit) => Math.exp(logit - highest))
    const sum = weights.reduce((a, b) => a + b, 0)
    const right = truth < 0 ? cosines.length : truth
    loss += share * (Math.log(sum) + highest - logits[right])
    const expected = [0, 1, 2].map((k) => answers.reduce((all, answer, at) => all + weights[at] * answer[k], 0) / sum)
    for (let row = 0; row < 3; row += 1) {
      gradient[row] += share * (expected[row] - answers[right][row])
      for (let column = 0; column < 3; column += 1) {
        const product = answers.reduce((all, answer, at) => all + weights[at] * answer[row] * answer[column], 0) / sum
        curvature[row][column] += share * (product - expected[row] * expected[column])
      }
    }
  }
  return { loss, gradient, curvature }
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
