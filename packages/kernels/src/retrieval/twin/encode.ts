import {
  BIT_BYTES,
  BITS,
  CODES,
  DIMENSIONS,
  GAINS,
  MEAN,
  MEAN_NORM,
  ROTATION_ROUNDS,
  SCALES,
  SCRATCH,
  SIGNS,
  SLACKS,
  SPAN,
  STRIDE,
} from '../memory/frame.js'
import type { MemoryViews } from '../memory/kernel-functions.js'
import { transform } from '../rotation.js'
import { field } from './sweep.js'

/** See assembly/retrieval/encode.ts. Storing into float32 rounds as its float32 arithmetic does. */
export function encode(views: MemoryViews, from: number, to: number): void {
  const { float32 } = views
  const scales = field(views, SCALES) / 4
  for (let row = from; row < to; row += 1) {
    const scale = float32[scales + row] as number
    if (scale === 0) {
      float32[field(views, GAINS) / 4 + row] = 0
      float32[field(views, SLACKS) / 4 + row] = Number.NEGATIVE_INFINITY
      continue
    }
    centre(views, row, scale)
    rotate(views)
    writeSigns(views, row)
    measure(views, row)
  }
}

function centre(views: MemoryViews, row: number, scale: number): void {
  const { int8, float32 } = views
  const dimensions = field(views, DIMENSIONS)
  const codes = field(views, CODES) + row * field(views, STRIDE)
  const mean = field(views, MEAN) / 4
  const scratch = field(views, SCRATCH) / 4
  for (let d = 0; d < dimensions; d += 1)
    float32[scratch + d] = Math.fround((int8[codes + d] as number) * scale) - (float32[mean + d] as number)
}

function rotate(views: MemoryViews): void {
  const { float32 } = views
  const span = field(views, SPAN)
  const scratch = field(views, SCRATCH) / 4
  const signs = field(views, SIGNS) / 4
  const last = field(views, DIMENSIONS) - span
  for (let round = 0; round < ROTATION_ROUNDS; round += 1) {
    const start = scratch + (round % 2 === 1 ? last : 0)
    transform(float32.subarray(start, start + span), float32.subarray(signs + round * span, signs + (round + 1) * span))
  }
}

function writeSigns(views: MemoryViews, row: number): void {
  const bytes = field(views, BIT_BYTES)
  const scratch = field(views, SCRATCH) / 4
  const signs = field(views, BITS) + (row >> 4) * 16 * bytes + (row & 15)
  for (let j = 0; j < bytes; j += 1) {
    let eight = 0
    for (let b = 0; b < 8; b += 1) if ((views.float32[scratch + 8 * j + b] as number) < 0) eight |= 1 << b
    views.uint8[signs + 16 * j] = eight
  }
}

function measure(views: MemoryViews, row: number): void {
  const { float32 } = views
  const dimensions = field(views, DIMENSIONS)
  const scratch = field(views, SCRATCH) / 4
  let sum = 0
  let squares = 0
  for (let d = 0; d < dimensions; d += 1) {
    const value = float32[scratch + d] as number
    sum += Math.abs(value)
    squares += value * value
  }
  const gain = sum > 0 ? squares / sum : 0
  const unknown = Math.sqrt(Math.max(0, gain * gain * dimensions - squares) / Math.max(1, dimensions - 1))
  const meanNorm = views.float64[MEAN_NORM / 8] as number
  const rounding = 1e-6 * Math.sqrt(dimensions) * (Math.sqrt(squares) + meanNorm)
  float32[field(views, GAINS) / 4 + row] = gain
  float32[field(views, SLACKS) / 4 + row] = unknown + rounding
}
