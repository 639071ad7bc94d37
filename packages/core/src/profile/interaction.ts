import { LocavoreError } from '../errors.js'
import { INTERACTION_TYPES, type InteractionInput, type InteractionType } from '../types.js'
import { checkSubject, checkText, invalid, refuse } from './subject.js'

const KEYS = new Set<string>([
  'type',
  'itemId',
  'at',
  'value',
  'length',
  'listId',
  'position',
  'propensity',
  'query',
  'embedding',
  'setting',
  'edit',
  'mode',
  'context',
] satisfies (keyof InteractionInput)[])
const LONGEST_LIST_ID = 128
/** The largest time a JavaScript date can hold, in milliseconds. */
const LATEST = 8.64e15
const LONGEST_MODE = 64
const MOST_LABELS = 8
/** `name:value`, each of letters, digits, points, dashes and underscores of any script. */
const LABEL = /^[\p{L}\p{N}._-]{1,32}:[\p{L}\p{N}._-]{1,32}$/u

/**
 * Checks an interaction at the door and copies exactly what was checked.
 * @throws `unknown-interaction` for an unknown type, `unknown-option` for an unknown field, `invalid-argument` otherwise.
 */
export function checkInteraction(input: unknown): InteractionInput {
  if (typeof input !== 'object' || input === null) throw invalid('An interaction', 'an object with a type')
  const given = input as Record<string, unknown>
  const type = checkType(given['type'])
  for (const key of Object.keys(given)) {
    if (!KEYS.has(key))
      throw new LocavoreError(
        'unknown-option',
        `An interaction has the unknown field ${JSON.stringify(key)}; it knows ${[...KEYS].join(', ')}.`,
      )
  }
  const subject = checkSubject(type, given)
  const at = optionalNumber('at', given['at'], 0, LATEST)
  const value = checkValue(type, given['value'])
  const length = checkLength(type, given['length'])
  const listId = given['listId'] === undefined ? undefined : checkText('listId', given['listId'], LONGEST_LIST_ID)
  const position = optionalNumber('position', given['position'], 0, Number.MAX_SAFE_INTEGER)
  const propensity = checkPropensity(given['propensity'])
  const mode = given['mode'] === undefined ? undefined : checkMode(given['mode'])
  const context = given['context'] === undefined ? undefined : checkContext(given['context'])
  return {
    type,
    ...subject,
    ...(at === undefined ? {} : { at }),
    ...(value === undefined ? {} : { value }),
    ...(length === undefined ? {} : { length }),
    ...(listId === undefined ? {} : { listId }),
    ...(position === undefined ? {} : { position: Math.trunc(position) }),
    ...(propensity === undefined ? {} : { propensity }),
    ...(mode === undefined ? {} : { mode }),
    ...(context === undefined ? {} : { context }),
  }
}

/** @throws `invalid-argument` unless it is a text of 1 to 64 characters. */
export function checkMode(mode: unknown): string {
  return checkText('mode', mode, LONGEST_MODE)
}

function checkLength(type: InteractionType, length: unknown): number | undefined {
  if (type === 'dwell' || type === 'play') return optionalNumber('length (milliseconds)', length, 1, LATEST)
  return refuse(type, 'length', length)
}

/** @throws `invalid-argument` unless it is a list of at most 8 different labels of the form `name:value`. */
export function checkContext(labels: unknown): readonly string[] {
  const fits =
    Array.isArray(labels) &&
    labels.length <= MOST_LABELS &&
    new Set(labels).size === labels.length &&
    labels.every((label) => typeof label === 'string' && LABEL.test(label))
  if (fits) return [...labels]
  throw invalid(
    'The context of an interaction',
    `a list of at most ${MOST_LABELS} different labels like "hour:evening"`,
  )
}

function checkType(type: unknown): InteractionType {
  const known = INTERACTION_TYPES.find((candidate) => candidate === type)
  if (known === undefined) {
    throw new LocavoreError(
      'unknown-interaction',
      `There is no interaction of type ${JSON.stringify(String(type).slice(0, 60))}. Use one of ${INTERACTION_TYPES.join(', ')}.`,
    )
  }
  return known
}

function checkValue(type: InteractionType, value: unknown): number | undefined {
  if (type === 'play') return requiredNumber('value of a play', value, 0, 1)
  if (type === 'dwell') return requiredNumber('value of a dwell (milliseconds)', value, 0, LATEST)
  if (type === 'steer') return requiredNumber('value of steering', value, -1, 1)
  return refuse(type, 'value', value)
}

function checkPropensity(propensity: unknown): number | undefined {
  if (propensity === undefined || (typeof propensity === 'number' && propensity > 0 && propensity <= 1))
    return propensity
  throw invalid('The propensity of an interaction', 'a number above 0 and at most 1, as the list gave it')
}

function requiredNumber(name: string, value: unknown, least: number, most: number): number {
  const checked = optionalNumber(name, value, least, most)
  if (checked === undefined) throw invalid(`The ${name}`, `given: a number from ${least} to ${most}`)
  return checked
}

function optionalNumber(name: string, value: unknown, least: number, most: number): number | undefined {
  if (value === undefined) return undefined
  if (typeof value !== 'number' || !(value >= least && value <= most)) {
    throw invalid(
      `The ${name} of an interaction`,
      `a number from ${least} to ${most}, not ${String(value).slice(0, 60)}`,
    )
  }
  return value
}
