import { LocavoreError } from '../errors.js'

/** One embedding in its compact form: `value[d] = codes[d] * scale`. `codes` lie in [-127, 127], `scale` is positive. */
export interface QuantisedVector {
  readonly codes: Int8Array
  readonly scale: number
}

const LARGEST_CODE = 127

/**
 * Brings an embedding to unit length and stores one int8 code per dimension, symmetric about zero, rounded to nearest.
 * Only the direction is kept: similarity is a cosine. Codes miss the unit vector by at most half a step each.
 * @param vector `[dimensions]`, finite and not all zero.
 * @throws `invalid-vector`
 */
export function quantise(vector: ArrayLike<number>, dimensions: number): QuantisedVector {
  const largest = largestMagnitude(vector, dimensions)
  const codes = new Int8Array(dimensions)
  let squares = 0
  for (let d = 0; d < dimensions; d += 1) {
    // Dividing by the largest first keeps the squares finite for any finite input.
    const relative = (vector[d] as number) / largest
    squares += relative * relative
    codes[d] = roundHalfAway(relative * LARGEST_CODE)
  }
  return { codes, scale: Math.fround(1 / (LARGEST_CODE * Math.sqrt(squares))) }
}

/** The float32 vector that codes stand for, `[dimensions]`. */
export function dequantise({ codes, scale }: QuantisedVector): Float32Array {
  return Float32Array.from(codes, (code) => code * scale)
}

/** Refuses codes and scales that no quantiser makes. @throws `invalid-vector` */
export function checkQuantised(vector: QuantisedVector, dimensions: number): void {
  const { codes, scale } = vector
  if (!(codes instanceof Int8Array) || codes.length !== dimensions) {
    throw new LocavoreError(
      'invalid-vector',
      `An embedding has ${codes?.length ?? 'no'} codes where its space has ${dimensions} dimensions. Encode it with the encoder of this space.`,
      { given: codes?.length ?? null, dimensions },
    )
  }
  if (!(scale > 0) || !Number.isFinite(scale)) {
    throw new LocavoreError(
      'invalid-vector',
      `An embedding has the scale ${scale}; it must be a positive finite number. Quantise the vector again.`,
    )
  }
}

function largestMagnitude(vector: ArrayLike<number>, dimensions: number): number {
  if (vector.length !== dimensions) {
    throw new LocavoreError(
      'invalid-vector',
      `An embedding has ${vector.length} numbers where its space has ${dimensions} dimensions. Encode it with the encoder of this space.`,
      { given: vector.length, dimensions },
    )
  }
  let largest = 0
  for (let d = 0; d < dimensions; d += 1) {
    const value = vector[d]
    if (typeof value !== 'number' || !Number.isFinite(value)) {
      throw new LocavoreError(
        'invalid-vector',
        `An embedding holds ${String(value)} at dimension ${d}; every number must be finite. Check what the encoder was given.`,
        { dimension: d },
      )
    }
    largest = Math.max(largest, Math.abs(value))
  }
  if (largest === 0) {
    throw new LocavoreError('invalid-vector', 'An embedding is zero everywhere, so it has no direction. Leave it out.')
  }
  return largest
}

/** `Math.round` sends -0.5 and 0.5 to different magnitudes; codes must be symmetric. */
function roundHalfAway(value: number): number {
  return value < 0 ? -Math.round(-value) : Math.round(value)
}
