import { artefactError } from '../artefacts/check-artefact.js'
import type { Artefacts } from '../collaborative/score-artefacts.js'

/** What a publisher knows of a group of people, such as a region: published figures, nobody's data. */
export interface Segment {
  /** People the figures are of, 1 or more. */
  readonly people: number
  /** `[dimensions]`: their mean in the space of the factors. */
  readonly factorMean?: Float64Array
  /** `[items]` log(1 + likes) among them. */
  readonly logPopularity?: Float32Array
}

/** People of a segment at which its figures count half against those of everybody. */
export const HALF_SEGMENT = 20

/**
 * The artefacts for somebody of a segment: prior and popularity lie between those of everybody and those of the segment, the
 * closer to the segment the more people it is of (shrinkage: James and Stein 1961). A small segment changes next to nothing.
 * Likes in a segment are few; only their distribution is taken over, at the mean level of everybody.
 * @throws `catalogue-invalid` if the segment is of other artefacts.
 */
export function withSegment(artefacts: Artefacts, segment: Segment): Artefacts {
  const share = segment.people / (segment.people + HALF_SEGMENT)
  const { factorMean, logPopularity } = artefacts
  const ownMean = fitting('mean', factorMean, segment.factorMean)
  const ownPopularity = fitting('popularity', logPopularity, segment.logPopularity)
  const level = (values: ArrayLike<number>) => meanOf(values)
  const mix = (all: number, own: number) => (1 - share) * all + share * own
  return {
    ...artefacts,
    ...(factorMean === undefined || ownMean === undefined
      ? {}
      : { factorMean: factorMean.map((value, d) => mix(value, ownMean[d] ?? value)) }),
    ...(logPopularity === undefined || ownPopularity === undefined
      ? {}
      : { logPopularity: mixPopularity(logPopularity, ownPopularity, mix, level) }),
  }
}

function mixPopularity(
  all: Float32Array,
  own: Float32Array,
  mix: (all: number, own: number) => number,
  level: (values: ArrayLike<number>) => number,
): Float32Array {
  const scale = level(own) === 0 ? 0 : level(all) / level(own)
  return all.map((value, item) => mix(value, scale * (own[item] ?? 0)))
}

function fitting<T extends ArrayLike<number>>(name: string, all: T | undefined, own: T | undefined): T | undefined {
  if (all === undefined || own === undefined || all.length === own.length) return own
  throw artefactError(`The ${name} of the segment has ${own.length} numbers, that of everybody ${all.length}.`)
}

function meanOf(values: ArrayLike<number>): number {
  let sum = 0
  for (let k = 0; k < values.length; k += 1) sum += values[k] as number
  return values.length === 0 ? 0 : sum / values.length
}
