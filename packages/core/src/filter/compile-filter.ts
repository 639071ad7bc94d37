import type { Catalogue } from '../catalogue/catalogue.js'
import { LocavoreError } from '../errors.js'
import type { Attributes, AttributeValue, Filter } from '../types.js'
import { keptMaskOf, maskOf } from './filter-masks.js'

/** Whether a value that an item has, or undefined, is what a filter asks for. */
export type AttributeTest = (value: AttributeValue | readonly AttributeValue[] | undefined) => boolean

/** The conditions of a filter, by the attribute each is about. */
export type FilterTests = readonly (readonly [string, AttributeTest])[]

/** A filter ready to be asked, once per item. */
export type CompiledFilter = (attributes: Attributes | undefined) => boolean

/**
 * Turns a filter into a predicate. An item without the attribute fails every condition but `not`.
 * @throws `invalid-argument` for a condition of unknown shape, naming its key.
 */
export function compileFilter(filter: Filter): CompiledFilter {
  const tests = testsOf(filter)
  return (attributes) => tests.every(([key, test]) => test(own(attributes, key)))
}

/** Which items a filter lets through, before anything is ranked: 1 for allowed, `[catalogue.extent]`. */
export function allowedItems(catalogue: Catalogue, filter: Filter | undefined): Uint8Array {
  return maskOf(catalogue, filter, filter === undefined ? [] : testsOf(filter))
}

/** The same where answers are kept, as they are kept: one object for as long as no item changes. Not to be written to. */
export function keptItems(catalogue: Catalogue, filter: Filter | undefined): Uint8Array | undefined {
  return keptMaskOf(catalogue, filter, filter === undefined ? [] : testsOf(filter))
}

function testsOf(filter: Filter): FilterTests {
  if (typeof filter !== 'object' || filter === null || Array.isArray(filter)) {
    throw new LocavoreError('invalid-argument', 'A filter must be an object of attribute names and conditions.')
  }
  return Object.keys(filter).map((key) => [key, compileCondition(key, filter[key])] as const)
}

function compileCondition(key: string, condition: unknown): AttributeTest {
  if (isValue(condition) || Array.isArray(condition)) return anyOf(key, condition)
  if (typeof condition === 'object' && condition !== null) {
    const shape = condition as Record<string, unknown>
    const names = Object.keys(shape)
    if (names.length === 1 && names[0] === 'not') {
      const matches = anyOf(key, shape['not'])
      return (value) => !matches(value)
    }
    if (names.length > 0 && names.every((name) => name === 'min' || name === 'max')) return between(key, shape)
  }
  throw invalid(key, 'a value, a list of values, { min, max } or { not }')
}

function anyOf(key: string, condition: unknown): AttributeTest {
  const values: unknown[] = Array.isArray(condition) ? condition : [condition]
  if (!values.every(isValue)) throw invalid(key, 'texts, finite numbers, true or false')
  const wanted = new Set<unknown>(values)
  return (value) => (Array.isArray(value) ? value.some((entry) => wanted.has(entry)) : wanted.has(value))
}

function between(key: string, { min = -Infinity, max = Infinity }: Record<string, unknown>): AttributeTest {
  if (typeof min !== 'number' || typeof max !== 'number' || Number.isNaN(min) || Number.isNaN(max)) {
    throw invalid(key, 'numbers as min and max')
  }
  const inside = (value: unknown) => typeof value === 'number' && value >= min && value <= max
  return (value) => (Array.isArray(value) ? value.some(inside) : inside(value))
}

function isValue(value: unknown): value is AttributeValue {
  return (
    typeof value === 'string' || typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value))
  )
}

/** Own properties only: a filter on `constructor` must not see the prototype's. */
function own(attributes: Attributes | undefined, key: string): AttributeValue | readonly AttributeValue[] | undefined {
  return attributes !== undefined && Object.hasOwn(attributes, key) ? attributes[key] : undefined
}

function invalid(key: string, wanted: string): LocavoreError {
  return new LocavoreError(
    'invalid-argument',
    `The filter on ${JSON.stringify(key)} has an unknown shape; it needs ${wanted}.`,
  )
}
