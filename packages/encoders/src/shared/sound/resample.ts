/** Takes samples at one rate, in pieces of any length, and gives them at another. */
export interface Resampler {
  readonly push: (samples: Float32Array) => Float32Array
  /** What the end of the sound still owes. */
  readonly end: () => Float32Array
}

/** Zero crossings of the sinc on each side: with the window, aliases stay 80 dB below. */
const CROSSINGS = 16
const KAISER_BETA = 9
/** Ratios of two rates have at most this many different phases; odd ratios take the nearest one (error below -70 dB). */
const MOST_PHASES = 1024

interface Kernel {
  readonly halfLength: number
  readonly phases: number
  /** `[phases][2 * halfLength]` */
  readonly taps: Float32Array
}

/**
 * Band-limited resampling by a windowed sinc. In whole numbers, so that a sound of hours does not drift.
 *
 * @param from Hertz, a whole number above 0; so is `to`.
 */
export function createResampler(from: number, to: number): Resampler {
  if (from === to) return { push: (samples) => samples, end: () => new Float32Array(0) }
  const divisor = greatestCommonDivisor(from, to)
  const [up, down] = [to / divisor, from / divisor]
  const kernel = createKernel(from, to, Math.min(up, MOST_PHASES))
  // Before the first sample stands silence, for the left half of the kernel.
  let held = new Float32Array(kernel.halfLength)
  // One more than the kernel's right half, because the nearest phase may be the first one of the next sample.
  const margin = kernel.halfLength + 1
  /** Where in `held` the next output lies: a whole place, and `fraction / up` of the way to the one after. */
  let place = kernel.halfLength
  let fraction = 0
  const advance = (samples: Float32Array): Float32Array => {
    const joined = new Float32Array(held.length + samples.length)
    joined.set(held)
    joined.set(samples, held.length)
    const room = Math.max(0, joined.length - margin - place)
    const output = new Float32Array(Math.max(0, Math.ceil((room * up - fraction) / down)))
    for (let index = 0; index < output.length; index++) {
      output[index] = interpolate(joined, place, fraction / up, kernel)
      fraction += down
      place += Math.floor(fraction / up)
      fraction %= up
    }
    const spent = Math.max(0, Math.min(place - kernel.halfLength, joined.length))
    held = joined.slice(spent)
    place -= spent
    return output
  }
  return { push: advance, end: () => advance(new Float32Array(margin)) }
}

function interpolate(samples: Float32Array, place: number, fraction: number, kernel: Kernel): number {
  const { halfLength, phases, taps } = kernel
  const nearest = Math.round(fraction * phases)
  // Past the last phase lies the first one of the next sample.
  const first = place - halfLength + 1 + (nearest === phases ? 1 : 0)
  const row = (nearest === phases ? 0 : nearest) * 2 * halfLength
  let sum = 0
  for (let tap = 0; tap < 2 * halfLength; tap++) sum += (samples[first + tap] ?? 0) * (taps[row + tap] ?? 0)
  return sum
}

function createKernel(from: number, to: number, phases: number): Kernel {
  // Going down, everything above half the new rate must go.
  const cutoff = Math.min(1, to / from)
  const halfLength = Math.ceil(CROSSINGS / cutoff)
  const taps = new Float32Array(phases * 2 * halfLength)
  for (let phase = 0; phase < phases; phase++) {
    const row = taps.subarray(phase * 2 * halfLength, (phase + 1) * 2 * halfLength)
    let sum = 0
    for (let tap = 0; tap < row.length; tap++) {
      const distance = tap - halfLength + 1 - phase / phases
      const value = sinc(distance * cutoff) * kaiser(distance / halfLength)
      row[tap] = value
      sum += value
    }
    for (let tap = 0; tap < row.length; tap++) row[tap] = (row[tap] ?? 0) / sum
  }
  return { halfLength, phases, taps }
}

function sinc(x: number): number {
  return x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x)
}

function kaiser(x: number): number {
  return Math.abs(x) >= 1 ? 0 : bessel(KAISER_BETA * Math.sqrt(1 - x * x)) / bessel(KAISER_BETA)
}

/** The modified Bessel function of order 0, by its series. */
function bessel(x: number): number {
  let sum = 1
  let term = 1
  for (let index = 1; term > 1e-12 * sum; index++) {
    term *= (x / (2 * index)) ** 2
    sum += term
  }
  return sum
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b)
}
