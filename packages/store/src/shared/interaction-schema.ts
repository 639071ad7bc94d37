import {
  type AttributeValue,
  INTERACTION_TYPES,
  type Interaction,
  type SteerSetting,
  TASTE_CHANGES,
  type TasteChange,
  type WordEmbedding,
} from '@locavore/core'
import type { AppendedInteraction, LogRevision, ProfileSnapshot } from '../store.js'
import { parseModality } from './embedding-rules.js'
import { LIMITS } from './limits.js'
import { type Fields, integer, list, number, oneOf, type Parser, Place, record, text } from './record-schema.js'

// The range of a JavaScript date: a clock may be wrong, but never wider than this.
const EARLIEST = -8.64e15
const LATEST = 8.64e15

const embedding: Parser<WordEmbedding> = record<WordEmbedding>(
  {
    spaceId: text(LIMITS.id, 1),
    scale: number(0, Number.MAX_VALUE),
    codes: text(Math.ceil(LIMITS.dimensions / 3) * 4, 4),
  },
  ['spaceId', 'scale', 'codes'],
)

const attributeValue: Parser<AttributeValue> = (value, place) => {
  if (typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value))) return value
  return text(LIMITS.attributeText)(value, place)
}

const setting: Parser<SteerSetting> = record<SteerSetting>(
  { modality: parseModality, attribute: text(LIMITS.attributeName, 1), is: attributeValue },
  [],
)

const edit: Parser<TasteChange> = record<TasteChange>(
  { kind: oneOf(TASTE_CHANGES), name: text(LIMITS.id, 1), otherItemId: text(LIMITS.id, 1) },
  ['kind'],
)

const appendedFields: Fields<AppendedInteraction> = {
  type: oneOf(INTERACTION_TYPES),
  itemId: text(LIMITS.id, 1),
  at: number(EARLIEST, LATEST),
  value: number(-Number.MAX_VALUE, Number.MAX_VALUE),
  listId: text(LIMITS.id),
  position: integer(0, Number.MAX_SAFE_INTEGER),
  propensity: number(0, 1),
  query: text(LIMITS.query),
  embedding,
  setting,
  edit,
  length: number(0, Number.MAX_VALUE),
  mode: text(LIMITS.id, 1),
  context: list(text(LIMITS.id, 1), LIMITS.labels),
}

const interactionFields: Fields<Interaction> = { sequence: integer(1, LIMITS.sequence), ...appendedFields }

const appendedRecord = record(appendedFields, ['type', 'at'])
const interactionRecord = record(interactionFields, ['sequence', 'type', 'at'])

/** What is only said in words, or set for every list, may be about no item. */
const WORDY = new Set(['search', 'steer'])

/** Every type but these names an item. */
function naming<T extends { readonly type: string; readonly itemId?: string }>(parse: Parser<T>): Parser<T> {
  return (value, place) => {
    const interaction = parse(value, place)
    if (!WORDY.has(interaction.type) && interaction.itemId === undefined) place.at('itemId').refuse('is missing')
    return interaction
  }
}

export const parseInteraction: Parser<Interaction> = naming(interactionRecord)

const appendedList = list(naming(appendedRecord), LIMITS.interactions)

/** @throws `invalid-argument` */
export function parseAppendedList(interactions: readonly AppendedInteraction[]): readonly AppendedInteraction[] {
  return appendedList(interactions, new Place('invalid-argument', 'interactions'))
}

const anySequence = integer(0, Number.MAX_SAFE_INTEGER)

/** @throws `invalid-argument` */
export function parseAfter(after: number): number {
  return anySequence(after, new Place('invalid-argument', 'after'))
}

const revision: Parser<LogRevision> = record<LogRevision>({ last: anySequence, epoch: anySequence }, ['last', 'epoch'])

const ownBytes: Parser<Uint8Array> = (value, place) =>
  // A copy: a view would take its whole buffer along into the database.
  value instanceof Uint8Array ? new Uint8Array(value) : place.refuse('must be a Uint8Array')

const profileSnapshot: Parser<ProfileSnapshot> = record<ProfileSnapshot>({ revision, bytes: ownBytes }, [
  'revision',
  'bytes',
])

/** Gives a copy. @throws `invalid-argument` */
export function parseSnapshot(snapshot: ProfileSnapshot): ProfileSnapshot {
  return profileSnapshot(snapshot, new Place('invalid-argument', 'snapshot'))
}
