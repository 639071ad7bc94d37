import { ITEM_LIMITS } from '../catalogue/item.js'
import { LocavoreError } from '../errors.js'

/**
 * How one item stands to another, read as "it is ... of that one". `contains` and `prequel` are `part-of` and `sequel` seen from
 * the other end; `same-whole`: both are parts of one whole.
 */
export const RELATION_WORDS = [
  'same-creator',
  'part-of',
  'contains',
  'sequel',
  'prequel',
  'same-whole',
  'complement',
] as const

export type RelationWord = (typeof RELATION_WORDS)[number]

export function isRelationWord(word: string): word is RelationWord {
  return Object.hasOwn(RELATION_WEIGHTS, word)
}

/**
 * What each tie says beside a like of the other item, from 0 to 1. A sequel says most; what came before it less, for
 * whoever liked the sequel mostly knows it. The order is ours; on films the one tie that can be read from titles, the
 * series, was measured (docs/ranking.md).
 */
export const RELATION_WEIGHTS: Readonly<Record<RelationWord, number>> = {
  sequel: 1,
  complement: 0.8,
  'part-of': 0.6,
  contains: 0.6,
  'same-whole': 0.6,
  'same-creator': 0.5,
  prequel: 0.5,
}
/** What a tie in a word of the site's own says. */
export const OTHER_RELATION_WEIGHT = 0.5

/** How the site's ties are read. */
export interface RelationSettings {
  /** What a tie says, by word or by a type of the site's own, 0 to 1; 0 leaves it out (default `RELATION_WEIGHTS`, others 0.5). */
  readonly weights?: Readonly<Record<string, number>>
  /**
   * Attributes whose equal values tie items: `{ artist: 'same-creator', series: 'part-of' }`. Items with one value of an
   * attribute that means `part-of` are parts of the same whole.
   */
  readonly attributes?: Readonly<Record<string, string>>
}

const SETTINGS: readonly string[] = ['weights', 'attributes']

/** @throws `unknown-option`, `invalid-argument` */
export function checkRelationSettings(given: unknown): RelationSettings {
  if (!isRecord(given))
    throw refused('The relations must be an object such as { attributes: { artist: "same-creator" } }.')
  for (const name of Object.keys(given)) {
    if (SETTINGS.includes(name)) continue
    throw new LocavoreError(
      'unknown-option',
      `There is no setting "${name}" of relations; it knows ${SETTINGS.join(', ')}.`,
    )
  }
  const { weights = {}, attributes = {} } = given
  if (!isRecord(weights) || !isRecord(attributes)) throw refused('Weights and attributes of relations must be objects.')
  for (const [type, weight] of Object.entries(weights)) {
    checkType(type)
    if (typeof weight === 'number' && weight >= 0 && weight <= 1) continue
    throw refused(`The weight of the relation "${type}" is ${String(weight)}; give a number from 0 to 1.`)
  }
  for (const [attribute, type] of Object.entries(attributes)) {
    checkType(type)
    if (type !== 'sequel' && type !== 'prequel' && type !== 'contains') continue
    throw refused(
      `Items that share "${attribute}" cannot each be the ${type} of the other; use part-of or same-creator.`,
    )
  }
  return { weights: { ...weights } as Record<string, number>, attributes: { ...attributes } as Record<string, string> }
}

/** What a tie of this kind says. */
export function relationWeight(kind: string, weights: RelationSettings['weights'] = {}): number {
  if (Object.hasOwn(weights, kind)) return weights[kind] ?? 0
  return isRelationWord(kind) ? RELATION_WEIGHTS[kind] : OTHER_RELATION_WEIGHT
}

function checkType(type: unknown): void {
  if (typeof type === 'string' && type.length > 0 && type.length <= ITEM_LIMITS.relationType) return
  throw refused(
    `A type of relation is a text of 1 to ${ITEM_LIMITS.relationType} characters, not ${JSON.stringify(type)}.`,
  )
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function refused(message: string): LocavoreError {
  return new LocavoreError('invalid-argument', message)
}
