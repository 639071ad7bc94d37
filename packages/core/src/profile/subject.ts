import { checkItemId } from '../catalogue/item.js'
import { LocavoreError } from '../errors.js'
import {
  type InteractionInput,
  type InteractionType,
  MODALITIES,
  type SteerSetting,
  TASTE_CHANGES,
  type TasteChange,
  type WordEmbedding,
} from '../types.js'

const LONGEST_QUERY = 2_000
const LONGEST_NAME = 64
const LONGEST_ATTRIBUTE = 200
const LONGEST_SPACE = 512
/** Base64 of an embedding of 16,384 dimensions. */
const LONGEST_CODES = 21_848

type Subject = Pick<InteractionInput, 'itemId' | 'query' | 'embedding' | 'setting' | 'edit'>
type Given = Readonly<Record<string, unknown>>

/**
 * What an interaction is about. Every type names an item; but a search has words and may name one, steering has words, an
 * item, both, or a setting, and a change of tastes says what is changed.
 * @throws `invalid-argument`, `unknown-option`
 */
export function checkSubject(type: InteractionType, given: Given): Subject {
  if (type !== 'steer') refuse(type, 'setting', given['setting'])
  if (type !== 'taste') refuse(type, 'edit', given['edit'])
  if (type === 'steer' && given['setting'] !== undefined) return checkSteerSetting(given)
  if (type === 'steer' && given['itemId'] === undefined && given['query'] === undefined) {
    throw invalid('An interaction of type steer', 'about an item, about words, or a setting')
  }
  const wordy = type === 'search' || (type === 'steer' && given['query'] !== undefined)
  if (!wordy) for (const key of ['query', 'embedding']) refuse(type, key, given[key])
  const words = wordy ? { query: checkText('query', given['query'], LONGEST_QUERY), ...embeddingOf(given) } : {}
  const item = wordy && given['itemId'] === undefined ? {} : { itemId: checkItemId(given['itemId']) }
  return { ...item, ...words, ...(type === 'taste' ? { edit: checkEdit(given['edit'], item.itemId) } : {}) }
}

function checkSteerSetting(given: Given): Subject {
  for (const key of ['itemId', 'query', 'embedding']) {
    if (given[key] !== undefined) throw invalid('A setting', `given alone, without ${key}`)
  }
  return { setting: checkSetting(given['setting']) }
}

function checkSetting(setting: unknown): SteerSetting {
  const given = fieldsOf('setting', setting, ['modality', 'attribute', 'is'])
  const { modality, attribute, is } = given
  if ((modality === undefined) === (attribute === undefined))
    throw invalid('A setting', 'of a modality or an attribute')
  if (modality !== undefined) {
    const known = MODALITIES.find((candidate) => candidate === modality)
    if (known === undefined || is !== undefined) throw invalid('The modality of a setting', MODALITIES.join(' or '))
    return { modality: known }
  }
  const name = checkText('attribute', attribute, LONGEST_ATTRIBUTE)
  if (is === undefined) return { attribute: name }
  if (typeof is === 'boolean' || (typeof is === 'number' && Number.isFinite(is))) return { attribute: name, is }
  return { attribute: name, is: checkText('attribute value', is, LONGEST_ATTRIBUTE) }
}

function checkEdit(edit: unknown, itemId: string | undefined): TasteChange {
  const { kind, name, otherItemId } = fieldsOf('edit', edit, ['kind', 'name', 'otherItemId'])
  const known = TASTE_CHANGES.find((candidate) => candidate === kind)
  if (known === undefined) throw invalid('The kind of a taste edit', `one of ${TASTE_CHANGES.join(', ')}`)
  const paired = known === 'merge' || known === 'split'
  if (!paired && otherItemId !== undefined) throw invalid(`A taste edit "${known}"`, 'about one item')
  if (known !== 'rename' && name !== undefined) throw invalid(`A taste edit "${known}"`, 'without a name')
  if (known === 'rename') return { kind: known, name: checkText('name', name, LONGEST_NAME) }
  if (!paired) return { kind: known }
  const other = checkItemId(otherItemId)
  if (other === itemId) throw invalid(`A taste edit "${known}"`, 'about two different items')
  return { kind: known, otherItemId: other }
}

function embeddingOf(given: Given): Pick<Subject, 'embedding'> {
  if (given['embedding'] === undefined) return {}
  const { spaceId, scale, codes } = fieldsOf('embedding', given['embedding'], ['spaceId', 'scale', 'codes'])
  if (typeof scale !== 'number' || !(scale > 0 && scale < Infinity)) {
    throw invalid('The scale of an embedding', 'a number above 0')
  }
  const embedding: WordEmbedding = {
    spaceId: checkText('space id', spaceId, LONGEST_SPACE),
    scale,
    codes: checkText('codes', codes, LONGEST_CODES),
  }
  return { embedding }
}

function fieldsOf(name: string, value: unknown, known: readonly string[]): Given {
  if (typeof value !== 'object' || value === null) throw invalid(`The ${name} of an interaction`, 'an object')
  for (const key of Object.keys(value)) {
    if (known.includes(key)) continue
    throw new LocavoreError(
      'unknown-option',
      `The ${name} of an interaction has the unknown field ${JSON.stringify(key)}; it knows ${known.join(', ')}.`,
    )
  }
  return value as Given
}

/** @throws `invalid-argument` if the value is given: this type has none. */
export function refuse(type: InteractionType, key: string, value: unknown): undefined {
  if (value !== undefined)
    throw new LocavoreError('invalid-argument', `An interaction of type ${type} has no ${key}. Leave it out.`)
  return undefined
}

/** @throws `invalid-argument` */
export function checkText(name: string, value: unknown, longest: number): string {
  if (typeof value !== 'string' || value.length === 0 || value.length > longest) {
    throw invalid(`The ${name} of an interaction`, `a text of 1 to ${longest} characters`)
  }
  return value
}

export function invalid(name: string, wanted: string): LocavoreError {
  return new LocavoreError('invalid-argument', `${name} must be ${wanted}.`)
}
