/** Writes the magnitudes (`power` 1) or their squares (2) of bins 0..length/2 of `input` into `bins`. */
export type RealFft = (input: Float64Array, power: 1 | 2, bins: Float64Array) => void

/**
 * A discrete Fourier transform of real numbers, by way of a complex one of half the length.
 *
 * @param length A power of two, at least 4: how many numbers go in; `length / 2 + 1` bins come out.
 */
export function createRealFft(length: number): RealFft {
  const half = length / 2
  const order = bitReversed(half)
  const [cosines, sines] = twiddles(length)
  const real = new Float64Array(half)
  const imaginary = new Float64Array(half)
  return (input, power, bins) => {
    for (let index = 0; index < half; index++) {
      const from = 2 * (order[index] ?? 0)
      real[index] = input[from] ?? 0
      imaginary[index] = input[from + 1] ?? 0
    }
    butterflies(real, imaginary, cosines, sines)
    unfold(real, imaginary, cosines, sines, power, bins)
  }
}

function bitReversed(length: number): Uint32Array {
  const order = new Uint32Array(length)
  for (let index = 1; index < length; index++) {
    order[index] = ((order[index >> 1] ?? 0) >> 1) | (index & 1 ? length >> 1 : 0)
  }
  return order
}

/** e^(-2 pi i k / length) for k below half the length. */
function twiddles(length: number): readonly [Float64Array, Float64Array] {
  const angles = Float64Array.from({ length: length / 2 }, (_, index) => (2 * Math.PI * index) / length)
  return [angles.map(Math.cos), angles.map((angle) => -Math.sin(angle))]
}

function butterflies(real: Float64Array, imaginary: Float64Array, cosines: Float64Array, sines: Float64Array): void {
  const length = real.length
  for (let span = 1; span < length; span *= 2) {
    // The tables are for twice the length.
    const stride = length / span
    for (let start = 0; start < length; start += 2 * span) {
      for (let offset = 0; offset < span; offset++) {
        const [cosine, sine] = [cosines[offset * stride] ?? 0, sines[offset * stride] ?? 0]
        const upper = start + offset
        const lower = upper + span
        const [x, y] = [real[lower] ?? 0, imaginary[lower] ?? 0]
        const turnedX = x * cosine - y * sine
        const turnedY = x * sine + y * cosine
        const [keptX, keptY] = [real[upper] ?? 0, imaginary[upper] ?? 0]
        real[lower] = keptX - turnedX
        imaginary[lower] = keptY - turnedY
        real[upper] = keptX + turnedX
        imaginary[upper] = keptY + turnedY
      }
    }
  }
}

/** Takes apart the spectra of even and odd places, which lie in one complex spectrum, and joins them as one of all places. */
function unfold(
  real: Float64Array,
  imaginary: Float64Array,
  cosines: Float64Array,
  sines: Float64Array,
  power: 1 | 2,
  bins: Float64Array,
): void {
  const half = real.length
  for (let bin = 0; bin <= half; bin++) {
    const [a, b] = [bin % half, (half - bin) % half]
    const [realA, realB] = [real[a] ?? 0, real[b] ?? 0]
    const [imaginaryA, imaginaryB] = [imaginary[a] ?? 0, imaginary[b] ?? 0]
    const oddX = (imaginaryA + imaginaryB) / 2
    const oddY = (realB - realA) / 2
    const cosine = bin === half ? -1 : (cosines[bin] ?? 0)
    const sine = bin === half ? 0 : (sines[bin] ?? 0)
    const x = (realA + realB) / 2 + oddX * cosine - oddY * sine
    const y = (imaginaryA - imaginaryB) / 2 + oddX * sine + oddY * cosine
    const square = x * x + y * y
    bins[bin] = power === 2 ? square : Math.sqrt(square)
  }
}
