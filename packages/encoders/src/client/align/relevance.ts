import type { RelevanceMap, RelevanceTimeline } from '../encoder.js'

/** Where the best and the worst part differ by less than this cosine, the differences are noise and stay small. */
const LEAST_SPREAD = 0.05

/** Dot products of a unit vector with each row of `[rows, dimensions]` unit vectors. */
export function cosines(query: Float32Array, rows: Float32Array): Float32Array {
  const dimensions = query.length
  return Float32Array.from({ length: rows.length / dimensions }, (_, row) => {
    let dot = 0
    for (let index = 0; index < dimensions; index++) dot += (query[index] ?? 0) * (rows[row * dimensions + index] ?? 0)
    return dot
  })
}

/** The line from the least to the best, on one scale for all that are given. NaN, which is silence, becomes 0. */
function scaleFor(...lines: readonly Float32Array[]): (line: Float32Array) => Float32Array {
  let [least, best] = [Infinity, -Infinity]
  for (const line of lines) {
    for (const value of line) {
      if (value < least) least = value
      if (value > best) best = value
    }
  }
  const spread = Math.max(best - least, LEAST_SPREAD)
  return (line) => line.map((value) => (Number.isNaN(value) ? 0 : Math.max(0, Math.min(1, (value - least) / spread))))
}

function bestOf(line: Float32Array): number {
  let best = -1
  line.forEach((value, index) => {
    if (best === -1 ? !Number.isNaN(value) : value > (line[best] ?? 0)) best = index
  })
  return Math.max(0, best)
}

/** @param similarity `[rows * columns]` cosines, rows first. */
export function relevanceMap(similarity: Float32Array, rows: number, columns: number): RelevanceMap {
  const best = bestOf(similarity)
  return {
    kind: 'map',
    rows,
    columns,
    relevance: scaleFor(similarity)(similarity),
    peak: { x: ((best % columns) + 0.5) / columns, y: (Math.floor(best / columns) + 0.5) / rows },
    best: similarity[best] ?? 0,
  }
}

/** Cosines of each step; NaN where there is nothing. */
export interface TimelineParts {
  readonly stepSeconds: number
  readonly sound?: Float32Array
  readonly picture?: Float32Array
}

/** Of a clip, both lines are told beside the larger of them. */
export function relevanceTimeline({ stepSeconds, sound, picture }: TimelineParts): RelevanceTimeline {
  const steps = Math.max(sound?.length ?? 0, picture?.length ?? 0)
  const similarity = Float32Array.from({ length: steps }, (_, index) => {
    const [heard, seen] = [sound?.[index] ?? Number.NaN, picture?.[index] ?? Number.NaN]
    return Number.isNaN(seen) ? heard : Number.isNaN(heard) ? seen : Math.max(heard, seen)
  })
  const best = bestOf(similarity)
  const filled = (line: Float32Array) => similarity.map((_, index) => line[index] ?? Number.NaN)
  const scale = scaleFor(similarity, ...[sound, picture].filter((line) => line !== undefined))
  return {
    kind: 'timeline',
    seconds: Float32Array.from({ length: steps }, (_, index) => index * stepSeconds),
    relevance: scale(similarity),
    peak: (best + 0.5) * stepSeconds,
    best: similarity[best] ?? 0,
    ...(picture === undefined ? {} : { picture: scale(filled(picture)) }),
    ...(picture === undefined || sound === undefined ? {} : { sound: scale(filled(sound)) }),
  }
}
