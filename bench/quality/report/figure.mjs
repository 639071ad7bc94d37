import { Bootstrap } from '@locavore/evaluate'

const SEED = 1
const RESAMPLES = 1_000

/**
 * One measured number. `values` are those of single queries, all counting the same; the interval is that of their mean.
 * @param bar `{ least }` or `{ most }`, judged by the value itself, not by its interval
 */
export function figure(id, about, values, { bar, ...more } = {}) {
  const { mean, low, high } = new Bootstrap(SEED, RESAMPLES).mean(Float64Array.from(values))
  return judged({ id, about, value: mean, low, high, count: values.length, ...more }, bar)
}

/** A number that is no mean of single queries: a ratio, a calibration error. */
export function exactFigure(id, about, value, count, { bar, ...more } = {}) {
  return judged({ id, about, value, count, ...more }, bar)
}

function judged(measured, bar) {
  if (bar === undefined) return measured
  const { least = -Infinity, most = Infinity } = bar
  return { ...measured, bar, passed: measured.value >= least && measured.value <= most }
}
