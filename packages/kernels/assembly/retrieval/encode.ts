import {
  BITS,
  BLOCK_BYTES,
  BLOCK_ROWS,
  CODES,
  DIMENSIONS,
  GAINS,
  LEAST_SLACK,
  MEAN,
  MEAN_NORM,
  RANGES,
  ROTATION_ROUNDS,
  SCALES,
  SCRATCH,
  SIGNS,
  SLACKS,
  SPAN,
  STRIDE,
} from '../../src/retrieval/memory/frame'

/** Multiplies by the signs of one round, then the Walsh-Hadamard transform, in place. */
function transform(at: usize, signs: usize, span: i32): void {
  const bytes = <usize>span * 4
  if (span < 4) {
    for (let k: usize = 0; k < bytes; k += 4) store<f32>(at + k, load<f32>(at + k) * load<f32>(signs + k))
    if (span === 2) {
      const a = load<f32>(at)
      const b = load<f32>(at, 4)
      store<f32>(at, a + b)
      store<f32>(at, a - b, 4)
    }
    return
  }
  const alternate = f32x4(1, -1, 1, -1)
  const halves = f32x4(1, 1, -1, -1)
  for (let k: usize = 0; k < bytes; k += 16) {
    let four = f32x4.mul(v128.load(at + k), v128.load(signs + k))
    four = f32x4.add(
      v128.shuffle<f32>(four, four, 0, 0, 2, 2),
      f32x4.mul(v128.shuffle<f32>(four, four, 1, 1, 3, 3), alternate),
    )
    four = f32x4.add(
      v128.shuffle<f32>(four, four, 0, 1, 0, 1),
      f32x4.mul(v128.shuffle<f32>(four, four, 2, 3, 2, 3), halves),
    )
    v128.store(at + k, four)
  }
  for (let half: usize = 16; half < bytes; half *= 2)
    for (let start = at; start < at + bytes; start += 2 * half)
      for (let k = start; k < start + half; k += 16) {
        const a = v128.load(k)
        const b = v128.load(k + half)
        v128.store(k, f32x4.add(a, b))
        v128.store(k + half, f32x4.sub(a, b))
      }
}

/** Writes the signs, the gain and the slack of the rows in [from, to), and the ranges of their blocks. */
export function encode(from: i32, to: i32): void {
  const scales = <usize>load<i32>(SCALES)
  for (let row = from; row < to; row += 1) {
    const scale = load<f32>(scales + 4 * <usize>row)
    if (scale === 0) {
      store<f32>(<usize>load<i32>(GAINS) + 4 * <usize>row, 0)
      store<f32>(<usize>load<i32>(SLACKS) + 4 * <usize>row, -1)
      continue
    }
    centre(row, scale)
    rotate()
    writeSigns(row)
    measure(row)
  }
  for (let block = from / BLOCK_ROWS; block * BLOCK_ROWS < to; block += 1) writeRange(block)
}

function centre(row: i32, scale: f32): void {
  const dimensions = <usize>load<i32>(DIMENSIONS)
  const codes = <usize>load<i32>(CODES) + <usize>row * <usize>load<i32>(STRIDE)
  const mean = <usize>load<i32>(MEAN)
  const scratch = <usize>load<i32>(SCRATCH)
  for (let d: usize = 0; d < dimensions; d += 1)
    store<f32>(scratch + 4 * d, f32(load<i8>(codes + d)) * scale - load<f32>(mean + 4 * d))
}

/** Rounds alternate between the first and the last `SPAN` numbers, so that all are mixed whatever their count. */
export function rotate(): void {
  const span = load<i32>(SPAN)
  const scratch = <usize>load<i32>(SCRATCH)
  const last = <usize>(load<i32>(DIMENSIONS) - span) * 4
  for (let round = 0; round < ROTATION_ROUNDS; round += 1)
    transform(scratch + (round & 1 ? last : <usize>0), <usize>load<i32>(SIGNS) + 4 * <usize>(round * span), span)
}

function writeSigns(row: i32): void {
  const dimensions = <usize>load<i32>(DIMENSIONS)
  const scratch = <usize>load<i32>(SCRATCH)
  const block = <usize>load<i32>(BITS) + <usize>(row / BLOCK_ROWS) * <usize>load<i32>(BLOCK_BYTES)
  let at = block + <usize>((row & (BLOCK_ROWS - 1)) >> 3)
  const bit: u32 = 1 << (row & 7)
  for (let d: usize = 0; d < dimensions; d += 1) {
    const negative: u32 = load<f32>(scratch + 4 * d) < 0 ? bit : 0
    store<u8>(at, (load<u8>(at) & ~bit) | negative)
    at += BLOCK_ROWS / 8
  }
}

/** Rows never written have no gain and no slack, and count for nothing here. */
function writeRange(block: i32): void {
  const gains = <usize>load<i32>(GAINS) + 4 * <usize>(block * BLOCK_ROWS)
  const slacks = <usize>load<i32>(SLACKS) + 4 * <usize>(block * BLOCK_ROWS)
  let largest: f32 = 0
  let least: f32 = Infinity
  let unsure: f32 = 0
  for (let at: usize = 0; at < 4 * BLOCK_ROWS; at += 4) {
    const gain = load<f32>(gains + at)
    const slack = load<f32>(slacks + at)
    if (!(slack > 0)) continue
    largest = max(largest, gain)
    least = min(least, gain)
    unsure = max(unsure, slack / gain)
  }
  const range = <usize>load<i32>(RANGES) + 16 * <usize>block
  store<f32>(range, largest)
  store<f32>(range, least, 4)
  store<f32>(range, unsure * <f32>1.000001, 8)
}

function measure(row: i32): void {
  const dimensions = load<i32>(DIMENSIONS)
  const scratch = <usize>load<i32>(SCRATCH)
  let sum: f64 = 0
  let squares: f64 = 0
  for (let d = 0; d < dimensions; d += 1) {
    const value = f64(load<f32>(scratch + 4 * <usize>d))
    sum += abs(value)
    squares += value * value
  }
  const gain: f64 = sum > 0 ? squares / sum : 0
  const unknown = Math.sqrt(max(0.0, gain * gain * f64(dimensions) - squares) / f64(max(1, dimensions - 1)))
  const rounding = 1e-6 * Math.sqrt(f64(dimensions)) * (Math.sqrt(squares) + load<f64>(MEAN_NORM))
  store<f32>(<usize>load<i32>(GAINS) + 4 * <usize>row, f32(gain))
  // Never zero, however small the row: zero is a row that was never written.
  store<f32>(<usize>load<i32>(SLACKS) + 4 * <usize>row, f32(max(LEAST_SLACK, unknown + rounding)))
}
