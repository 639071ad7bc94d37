import { LocavoreError } from '@locavore/core'

/** One logged choice: what it earned, with what chance it was shown, and with what chance the other ranking would have. */
export interface LoggedReward {
  readonly reward: number
  /** Above 0. */
  readonly logged: number
  /** 0 or more. */
  readonly target: number
}

/** An estimate of the mean reward another ranking would have earned, with its 95% interval. */
export interface OffPolicyEstimate {
  readonly mean: number
  readonly low: number
  readonly high: number
  /** Kish's effective number of log entries: how many unweighted ones would say as much. */
  readonly effective: number
}

const Z = 1.959964

/**
 * Inverse propensity scoring: the mean of w r, w = target / logged. Unbiased where everything the other ranking may show
 * has a chance in the log (Horvitz and Thompson, JASA 1952). Interval by the central limit theorem.
 * @throws `invalid-argument` for an empty log or a propensity of 0.
 */
export function ips(log: readonly LoggedReward[]): OffPolicyEstimate {
  const { weights, effective } = weigh(log)
  const mean = weights.reduce((sum, weight, k) => sum + weight * rewardAt(log, k), 0) / log.length
  const squares = weights.reduce((sum, weight, k) => sum + (weight * rewardAt(log, k) - mean) ** 2, 0)
  return around(mean, Math.sqrt(squares / Math.max(1, log.length - 1) / log.length), effective)
}

/**
 * Self-normalised: sum w r / sum w (Swaminathan and Joachims, NeurIPS 2015). A little bias, O(1 / n), for far less variance.
 * @throws `invalid-argument` as `ips`, and if no entry has any chance under the other ranking.
 */
export function snips(log: readonly LoggedReward[]): OffPolicyEstimate {
  const { weights, effective } = weigh(log)
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  if (total === 0)
    throw new LocavoreError('invalid-argument', 'The other ranking would have shown nothing of this log.')
  const mean = weights.reduce((sum, weight, k) => sum + weight * rewardAt(log, k), 0) / total
  const [low, high] = scoreInterval(log, weights, total)
  return { mean, low, high, effective }
}

/**
 * All means m that the log does not speak against: |sum w (r - m)| at most z sqrt(sum w^2 (r - m)^2), a quadratic in m (Fieller
 * 1954; with equal weights nearly Wilson's interval). Unlike mean and error it is not symmetric, as rare heavy entries are not.
 */
function scoreInterval(log: readonly LoggedReward[], weights: Float64Array, total: number): [number, number] {
  let [earned, squares, crossed, rewarded] = [0, 0, 0, 0]
  weights.forEach((weight, k) => {
    const reward = rewardAt(log, k)
    earned += weight * reward
    squares += weight * weight
    crossed += weight * weight * reward
    rewarded += weight * weight * reward * reward
  })
  const [a, b, c] = [total ** 2 - Z * Z * squares, earned * total - Z * Z * crossed, earned ** 2 - Z * Z * rewarded]
  const rewards = log.map(({ reward }) => reward)
  // So few effective entries that no mean can be ruled out: all that was ever earned is possible.
  if (!(a > 0)) return [Math.min(...rewards), Math.max(...rewards)]
  const width = Math.sqrt(Math.max(0, b * b - a * c)) / a
  return [b / a - width, b / a + width]
}

function weigh(log: readonly LoggedReward[]): { weights: Float64Array; effective: number } {
  if (log.length === 0) throw new LocavoreError('invalid-argument', 'There is nothing in the log to estimate from.')
  const weights = Float64Array.from(log, ({ logged, target }) => {
    if (logged > 0) return target / logged
    throw new LocavoreError('invalid-argument', `A propensity of ${logged} was logged; what was shown had a chance.`)
  })
  const sum = weights.reduce((total, weight) => total + weight, 0)
  const squares = weights.reduce((total, weight) => total + weight * weight, 0)
  return { weights, effective: squares > 0 ? (sum * sum) / squares : 0 }
}

function around(mean: number, error: number, effective: number): OffPolicyEstimate {
  return { mean, low: mean - Z * error, high: mean + Z * error, effective }
}

function rewardAt(log: readonly LoggedReward[], k: number): number {
  return log[k]?.reward ?? 0
}
