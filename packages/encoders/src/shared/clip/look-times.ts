/** Four looks a second find every scene that people notice; of a longer clip no more than this many in all. */
const SECONDS_APART = 0.25
const MOST_PROBES = 240
/** Longer films are looked at only where a frame stands for itself: everything else costs the decoding of all before it. */
const LONGEST_DENSE_SECONDS = 90
/** With fewer of these, a long film is looked at as often as this, whatever it costs. */
const LEAST_PROBES = 16

/** Where a film is looked at: at even distances, or at those of its frames that stand for themselves. */
export type LookTimes =
  | { readonly kind: 'even'; readonly from: number; readonly apart: number; readonly count: number }
  | { readonly kind: 'keys'; readonly times: readonly number[] }

/**
 * @param film Seconds at which it begins and ends, and where pictures lie that need no other ones to be decoded, ascending,
 * at most one in each `apart` seconds; asked for of long films only.
 */
export async function lookTimes(film: {
  readonly from: number
  readonly to: number
  readonly keyTimes: (apart: number) => Promise<readonly number[]>
}): Promise<LookTimes> {
  const span = Math.max(0, film.to - film.from)
  const apart = Math.max(SECONDS_APART, span / MOST_PROBES)
  if (span <= LONGEST_DENSE_SECONDS) return evenTimes(film.from, span, apart)
  const times = await film.keyTimes(apart)
  return times.length >= LEAST_PROBES ? { kind: 'keys', times } : evenTimes(film.from, span, span / LEAST_PROBES)
}

function evenTimes(from: number, span: number, apart: number): LookTimes {
  return { kind: 'even', from, apart, count: Math.max(1, Math.ceil(span / apart - 1e-6)) }
}

/** @returns seconds, ascending */
export function secondsOf(times: LookTimes): readonly number[] {
  if (times.kind === 'keys') return times.times
  return Array.from({ length: times.count }, (_, index) => times.from + index * times.apart)
}
