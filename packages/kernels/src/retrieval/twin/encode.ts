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
      float32[field(views, SLACKS) / 4 + row] = -1
      continue
    }
    centre(views, row, scale)
    rotate(views)
    writeSigns(views, row)
    measure(views, row)
  }
  for (let block = Math.floor(from / BLOCK_ROWS); block * BLOCK_ROWS < to; block += 1) writeRange(views, block)
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

export function rotate(views: MemoryViews): void {
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
  const { uint8, float32 } = views
  const dimensions = field(views, DIMENSIONS)
  const scratch = field(views, SCRATCH) / 4
  const block = field(views, BITS) + Math.floor(row / BLOCK_ROWS) * field(views, BLOCK_BYTES)
  const at = block + ((row & (BLOCK_ROWS - 1)) >> 3)
  const bit = 1 << (row & 7)
  for (let d = 0; d < dimensions; d += 1) {
    const place = at + (d * BLOCK_ROWS) / 8
    const others = (uint8[place] as number) & ~bit
    uint8[place] = (float32[scratch + d] as number) < 0 ? others | bit : others
  }
}

function writeRange(views: MemoryViews, block: number): void {
  const { float32 } = views
  const gains = field(views, GAINS) / 4 + block * BLOCK_ROWS
  const slacks = field(views, SLACKS) / 4 + block * BLOCK_ROWS
  let [largest, least, unsure] = [0, Number.POSITIVE_INFINITY, 0]
  for (let row = 0; row < BLOCK_ROWS; row += 1) {
    const gain = float32[gains + row] as number
    const slack = float32[slacks + row] as number
    if (!(slack > 0)) continue
    largest = Math.max(largest, gain)
    least = Math.min(least, gain)
    unsure = Math.max(unsure, Math.fround(slack / gain))
  }
  float32.set([largest, least, unsure * Math.fround(1.000001)], field(views, RANGES) / 4 + 4 * block)
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
  float32[field(views, SLACKS) / 4 + row] = Math.max(LEAST_SLACK, unknown + rounding)
}
