import type { Attributes, AttributeValue, Item, Relation } from '@locavore/core'
import { LocavoreError } from '@locavore/core'
import { LIMITS } from './limits.js'
import { type Fields, list, number, type Parser, Place, plainObject, record, text } from './record-schema.js'

// Assigning these names would reach the prototype of whatever object a reader builds from an attribute table.
const RESERVED_NAMES = new Set(['__proto__', 'constructor', 'prototype'])

const attributeText = text(LIMITS.attributeText)

const attributeValue: Parser<AttributeValue> = (value, place) => {
  if (typeof value === 'string') return attributeText(value, place)
  if (typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value))) return value
  return place.refuse('must hold strings, finite numbers and booleans, or lists of them')
}

const attributeList = list(attributeValue, LIMITS.attributeValues)

const attributes: Parser<Attributes> = (value, place) => {
  const given = plainObject(value, place)
  const names = Object.keys(given)
  if (names.length > LIMITS.attributes) {
    place.refuse(`has ${names.length} names; at most ${LIMITS.attributes} are kept`)
  }
  const result: Record<string, AttributeValue | readonly AttributeValue[]> = {}
  for (const name of names) {
    if (RESERVED_NAMES.has(name)) place.refuse(`must not use the reserved name "${name}"`)
    if (name.length > LIMITS.attributeName) place.refuse(`has a name of ${name.length} characters`)
    const own = given[name]
    if (own !== undefined) result[name] = Array.isArray(own) ? attributeList(own, place) : attributeValue(own, place)
  }
  return result
}

const relation: Parser<Relation> = record<Relation>(
  { type: text(LIMITS.relationType, 1), itemId: text(LIMITS.id, 1) },
  ['type', 'itemId'],
)

const fields: Fields<Item> = {
  id: text(LIMITS.id, 1),
  title: text(LIMITS.title),
  text: text(LIMITS.text),
  image: text(LIMITS.address),
  audio: text(LIMITS.address),
  clip: text(LIMITS.address),
  attributes,
  popularity: number(0, Number.MAX_VALUE),
  likesByPeriod: list(number(0, Number.MAX_VALUE), LIMITS.periods),
  relations: list(relation, LIMITS.relations),
  addedAt: number(-8.64e15, 8.64e15),
}

const itemRecord: Parser<Item> = record(fields, ['id'])

/** Gives a copy of the item that shares nothing with what was passed in. */
export const parseItem: Parser<Item> = (value, place) => {
  const item = itemRecord(value, place)
  const toItself = item.relations?.findIndex(({ itemId }) => itemId === item.id) ?? -1
  if (toItself >= 0) place.at('relations').at(toItself).refuse('ties the item to itself')
  return item
}

/** @throws `duplicate-item` if an id comes twice. */
export function refuseDuplicates(items: readonly Item[]): void {
  const seen = new Set<string>()
  for (const [index, item] of items.entries()) {
    if (seen.has(item.id)) {
      throw new LocavoreError(
        'duplicate-item',
        `items[${index}] has the id of an item before it. Ids must be unique; nothing was changed.`,
        { index },
      )
    }
    seen.add(item.id)
  }
}

/** @throws `invalid-argument`, `duplicate-item` */
export function parseItems(items: readonly Item[]): readonly Item[] {
  const parsed = list(parseItem, LIMITS.items)(items, new Place('invalid-argument', 'items'))
  refuseDuplicates(parsed)
  return parsed
}
