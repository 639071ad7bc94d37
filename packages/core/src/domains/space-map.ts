import { LocavoreError } from '../errors.js'
import { MODALITIES, type Modality } from '../types.js'

/** A linear map from the vectors of one medium in one space to those of a medium in another. */
export interface ModalityMap {
  readonly from: Modality
  readonly to: Modality
  /** `[from dimensions]` and `[to dimensions]`: means of the anchors, between which the map leads. */
  readonly fromMean: Float32Array
  readonly toMean: Float32Array
  /** `[from dimensions, to dimensions]`, row-major: `y - toMean = (x - fromMean) weight`. */
  readonly weight: Float32Array
}

/** How vectors of one space are read in another. A publisher fits it on things that have both (`fitSpaceMap`). */
export interface SpaceMap {
  /** Ids of the two spaces. */
  readonly from: string
  readonly to: string
  readonly maps: readonly ModalityMap[]
}

const FORMAT = 'locavore-space-map@1'
const MOST_DIMENSIONS = 16_384

/** Checks a map, or the parsed JSON of its file, at the door and copies it. @throws `invalid-argument` */
export function checkSpaceMap(value: unknown): SpaceMap {
  const { format = FORMAT, from, to, maps } = fieldsOf(value, ['format', 'from', 'to', 'maps'], 'A space map')
  if (format !== FORMAT)
    throw refused(`The space map says it is of the format ${JSON.stringify(format)}, not "${FORMAT}".`)
  if (!Array.isArray(maps) || maps.length === 0)
    throw refused('A space map needs a list "maps" with at least one entry.')
  return { from: spaceId(from, 'from'), to: spaceId(to, 'to'), maps: maps.map(checkModalityMap) }
}

/**
 * A vector of the one space as it lies in the other, less the mean there: what a candidate that is centred too may be
 * compared with.
 * @throws `invalid-vector` if it has another length than the map begins with.
 */
export function mapCentred({ fromMean, toMean, weight }: ModalityMap, vector: ArrayLike<number>): Float32Array {
  if (vector.length !== fromMean.length) {
    throw new LocavoreError(
      'invalid-vector',
      `A vector of ${vector.length} dimensions cannot be mapped from a space of ${fromMean.length}.`,
    )
  }
  const columns = toMean.length
  const out = new Float32Array(columns)
  for (let r = 0; r < fromMean.length; r += 1) {
    const value = (vector[r] as number) - (fromMean[r] as number)
    for (let c = 0; c < columns; c += 1) out[c] = (out[c] as number) + value * (weight[r * columns + c] as number)
  }
  return out
}

/** The map as the text of a JSON file, its numbers to seven digits: all that float32 holds. */
export function spaceMapToJson({ from, to, maps }: SpaceMap): string {
  const digits = (values: Float32Array) => Array.from(values, (value) => Number(value.toPrecision(7)))
  const written = maps.map((map) => ({
    from: map.from,
    to: map.to,
    fromMean: digits(map.fromMean),
    toMean: digits(map.toMean),
    weight: digits(map.weight),
  }))
  return JSON.stringify({ format: FORMAT, from, to, maps: written })
}

/** Reads what `spaceMapToJson` wrote. @throws `invalid-argument` */
export function spaceMapFromJson(json: string): SpaceMap {
  let parsed: unknown
  try {
    parsed = JSON.parse(json)
  } catch {
    throw refused('The space map is no JSON.')
  }
  return checkSpaceMap(parsed)
}

const MAP_FIELDS = ['from', 'to', 'fromMean', 'toMean', 'weight']

function checkModalityMap(value: unknown): ModalityMap {
  const { from, to, fromMean, toMean, weight } = fieldsOf(value, MAP_FIELDS, 'An entry of a space map')
  const map = {
    from: modality(from),
    to: modality(to),
    fromMean: numbers(fromMean, 'fromMean'),
    toMean: numbers(toMean, 'toMean'),
    weight: numbers(weight, 'weight'),
  }
  const { fromMean: rows, toMean: columns } = map
  if (rows.length > MOST_DIMENSIONS || columns.length > MOST_DIMENSIONS) {
    throw refused(`A space map leads between at most ${MOST_DIMENSIONS} dimensions.`)
  }
  if (map.weight.length === rows.length * columns.length && rows.length > 0 && columns.length > 0) return map
  throw refused(
    `A space map holds ${map.weight.length} weights, which do not lead from ${rows.length} to ${columns.length} dimensions.`,
  )
}

function fieldsOf(value: unknown, known: readonly string[], what: string): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw refused(`${what} must be an object.`)
  for (const name of Object.keys(value)) {
    if (!known.includes(name)) throw refused(`${what} has the unknown field "${name}"; it knows ${known.join(', ')}.`)
  }
  return { ...value }
}

function spaceId(value: unknown, name: string): string {
  if (typeof value === 'string' && value !== '') return value
  throw refused(`A space map names the id of a space in "${name}".`)
}

function modality(value: unknown): Modality {
  const found = MODALITIES.find((known) => known === value)
  if (found !== undefined) return found
  throw refused(`A space map leads between ${MODALITIES.join(', ')}, not ${JSON.stringify(value)}.`)
}

function numbers(value: unknown, name: string): Float32Array {
  const list: ArrayLike<unknown> | undefined =
    Array.isArray(value) || value instanceof Float32Array || value instanceof Float64Array ? value : undefined
  if (list === undefined) throw refused(`The field "${name}" of a space map must be a list of numbers.`)
  const copy = Float32Array.from(list, (entry) => (typeof entry === 'number' ? entry : Number.NaN))
  if (copy.every(Number.isFinite)) return copy
  throw refused(`The field "${name}" of a space map holds numbers that are not finite.`)
}

function refused(message: string): LocavoreError {
  return new LocavoreError('invalid-argument', message)
}
