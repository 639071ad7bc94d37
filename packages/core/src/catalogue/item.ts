import { LocavoreError } from '../errors.js'
import type { Attributes, AttributeValue, Item, Relation } from '../types.js'

/** Largest values an item may carry, texts in UTF-16 units: a hostile catalogue must not fill the memory of a page. */
export const ITEM_LIMITS = {
  id: 512,
  title: 2_000,
  text: 100_000,
  image: 4_000_000,
  audio: 4_000_000,
  clip: 4_000_000,
  attributes: 100,
  attributeName: 128,
  attributeText: 2_000,
  attributeList: 200,
  relations: 200,
  relationType: 64,
  periods: 400,
  /** The last moment a `Date` can name, in milliseconds since 1970. */
  addedAt: 8.64e15,
} as const

const ITEM_KEYS = new Set([
  'id',
  'title',
  'text',
  'image',
  'audio',
  'clip',
  'attributes',
  'popularity',
  'likesByPeriod',
  'relations',
  'addedAt',
])
/** Names that would reach an object's prototype if anyone copied attributes with plain assignment. */
const PROTOTYPE_KEYS = new Set(['__proto__', 'constructor', 'prototype'])

/**
 * Checks an item at the door and copies exactly what was checked; the copy shares nothing with the input.
 * @throws `invalid-argument` with what was wrong, naming the item.
 */
export function checkItem(value: unknown): Item {
  if (!isPlainObject(value)) throw invalid('An item', describe(value), 'a plain object with an id')
  const id = checkItemId(value['id'])
  const owner = `The item ${quote(id)}`
  for (const key of Object.keys(value)) {
    if (!ITEM_KEYS.has(key))
      throw invalid(owner, `the unknown field ${quote(key)}`, 'only known fields; put facts into attributes')
  }
  const title = checkText(owner, 'title', value['title'], ITEM_LIMITS.title)
  const text = checkText(owner, 'text', value['text'], ITEM_LIMITS.text)
  const image = checkText(owner, 'image', value['image'], ITEM_LIMITS.image)
  const audio = checkText(owner, 'audio', value['audio'], ITEM_LIMITS.audio)
  const clip = checkText(owner, 'clip', value['clip'], ITEM_LIMITS.clip)
  const attributes = value['attributes'] === undefined ? undefined : checkAttributes(owner, value['attributes'])
  const popularity = checkNumber(owner, 'popularity', value['popularity'])
  const likesByPeriod = value['likesByPeriod'] === undefined ? undefined : checkCounts(owner, value['likesByPeriod'])
  const relations = value['relations'] === undefined ? undefined : checkRelations(owner, id, value['relations'])
  const addedAt = checkNumber(owner, 'addedAt', value['addedAt'], ITEM_LIMITS.addedAt)
  return {
    id,
    ...(title === undefined ? {} : { title }),
    ...(text === undefined ? {} : { text }),
    ...(image === undefined ? {} : { image }),
    ...(audio === undefined ? {} : { audio }),
    ...(clip === undefined ? {} : { clip }),
    ...(attributes === undefined ? {} : { attributes }),
    ...(popularity === undefined ? {} : { popularity }),
    ...(likesByPeriod === undefined ? {} : { likesByPeriod }),
    ...(relations === undefined ? {} : { relations }),
    ...(addedAt === undefined ? {} : { addedAt }),
  }
}

/** @throws `invalid-argument` unless it is a string of 1 to 512 UTF-16 units. */
export function checkItemId(id: unknown): string {
  if (typeof id !== 'string' || id.length === 0 || id.length > ITEM_LIMITS.id) {
    const given = typeof id === 'string' ? `a text of ${id.length} characters` : describe(id)
    throw invalid('An item id', given, `a text of 1 to ${ITEM_LIMITS.id} characters`)
  }
  return id
}

function checkText(owner: string, key: string, value: unknown, longest: number): string | undefined {
  if (value === undefined) return undefined
  if (typeof value !== 'string') throw invalid(`${owner}, field ${key}`, describe(value), 'a text')
  if (value.length > longest) {
    throw invalid(`${owner}, field ${key}`, `${value.length} characters`, `at most ${longest} characters`)
  }
  return value
}

function checkNumber(owner: string, key: string, value: unknown, most = Number.MAX_VALUE): number | undefined {
  if (value === undefined) return undefined
  if (typeof value !== 'number' || !(value >= 0 && value <= most)) {
    throw invalid(`${owner}, field ${key}`, describe(value), `a finite number from 0 to ${most}`)
  }
  return value
}

function checkCounts(owner: string, value: unknown): readonly number[] {
  const valid = (count: unknown) => typeof count === 'number' && count >= 0 && count <= Number.MAX_VALUE
  if (Array.isArray(value) && value.length <= ITEM_LIMITS.periods && value.every(valid)) return [...value]
  const wanted = `a list of at most ${ITEM_LIMITS.periods} counts, each 0 or more`
  throw invalid(
    `${owner}, field likesByPeriod`,
    Array.isArray(value) ? 'other entries or too many' : describe(value),
    wanted,
  )
}

/** Ties to the item itself are refused: they would recommend an item for itself. */
function checkRelations(owner: string, id: string, value: unknown): readonly Relation[] {
  const field = `${owner}, field relations`
  if (!Array.isArray(value)) throw invalid(field, describe(value), 'a list of { type, itemId }')
  if (value.length > ITEM_LIMITS.relations) {
    throw invalid(field, `${value.length} entries`, `at most ${ITEM_LIMITS.relations}`)
  }
  return value.map((entry: unknown, k) => {
    const where = `${field}, entry ${k + 1}`
    if (!isPlainObject(entry)) throw invalid(where, describe(entry), 'a plain object { type, itemId }')
    const unknown = Object.keys(entry).find((key) => key !== 'type' && key !== 'itemId')
    if (unknown !== undefined) throw invalid(where, `the unknown field ${quote(unknown)}`, 'only type and itemId')
    const { type, itemId } = entry
    if (typeof type !== 'string' || type.length === 0 || type.length > ITEM_LIMITS.relationType) {
      const given = typeof type === 'string' ? `a type of ${type.length} characters` : `the type ${describe(type)}`
      throw invalid(where, given, `a type of 1 to ${ITEM_LIMITS.relationType} characters, such as "sequel"`)
    }
    const target = checkItemId(itemId)
    if (target === id) throw invalid(where, 'a tie to the item itself', 'the id of another item')
    return { type, itemId: target }
  })
}

function checkAttributes(owner: string, value: unknown): Attributes {
  if (!isPlainObject(value)) throw invalid(`${owner}, field attributes`, describe(value), 'a plain object')
  const keys = Object.keys(value)
  if (keys.length > ITEM_LIMITS.attributes) {
    throw invalid(owner, `${keys.length} attributes`, `at most ${ITEM_LIMITS.attributes}`)
  }
  const attributes: Record<string, AttributeValue | readonly AttributeValue[]> = {}
  for (const key of keys) {
    if (key.length === 0 || key.length > ITEM_LIMITS.attributeName || PROTOTYPE_KEYS.has(key)) {
      throw invalid(
        owner,
        `an attribute named ${quote(key)}`,
        'a name that is not empty, long or special to JavaScript',
      )
    }
    attributes[key] = checkAttribute(`${owner}, attribute ${quote(key)}`, value[key])
  }
  return attributes
}

function checkAttribute(owner: string, value: unknown): AttributeValue | readonly AttributeValue[] {
  if (!Array.isArray(value)) return checkAttributeValue(owner, value)
  if (value.length > ITEM_LIMITS.attributeList) {
    throw invalid(owner, `${value.length} values`, `at most ${ITEM_LIMITS.attributeList}`)
  }
  return value.map((entry) => checkAttributeValue(owner, entry))
}

function checkAttributeValue(owner: string, value: unknown): AttributeValue {
  if (typeof value === 'boolean') return value
  if (typeof value === 'number' && Number.isFinite(value)) return value
  if (typeof value === 'string' && value.length <= ITEM_LIMITS.attributeText) return value
  throw invalid(owner, describe(value), 'a text, a finite number, true or false, or a list of them')
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}

function describe(value: unknown): string {
  if (value === null || value === undefined || typeof value === 'number') return String(value)
  return Array.isArray(value) ? 'a list' : `a value of type ${typeof value}`
}

function quote(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text)
}

function invalid(owner: string, given: string, wanted: string): LocavoreError {
  return new LocavoreError('invalid-argument', `${owner} has ${given}; it needs ${wanted}.`)
}
