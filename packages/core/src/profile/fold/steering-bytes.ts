import { type AttributeValue, INTERACTION_TYPES, MODALITIES, TASTE_CHANGES } from '../../types.js'
import type { Setting, TasteEditEntry, WordEvidence } from '../profile.js'
import { type ByteReader, type ByteWriter, corrupt } from './bytes.js'
import { editEntry } from './steering-draft.js'

/** Bits that say which of the optional fields of words follow. */
const HAS_ITEM = 1
const HAS_EMBEDDING = 2
/** What a setting is of. */
const MODALITY = 0
const ATTRIBUTE = 1
const IS_TEXT = 2
const IS_NUMBER = 3
const IS_FLAG = 4

export function writeWords(writer: ByteWriter, { sequence, weight, clock, type, words, ...rest }: WordEvidence): void {
  const { itemId, embedding } = rest
  writer.f64(sequence)
  writer.f64(weight)
  writer.f64(clock)
  writer.u8(INTERACTION_TYPES.indexOf(type))
  writer.text(words)
  writer.u8((itemId === undefined ? 0 : HAS_ITEM) | (embedding === undefined ? 0 : HAS_EMBEDDING))
  if (itemId !== undefined) writer.text(itemId)
  if (embedding === undefined) return
  writer.text(embedding.spaceId)
  writer.f64(embedding.scale)
  writer.text(embedding.codes)
}

export function readWords(reader: ByteReader): WordEvidence {
  const [sequence, weight, clock] = [reader.count(), reader.finite(), reader.finite()]
  const type = INTERACTION_TYPES[reader.u8()]
  if ((type !== 'search' && type !== 'steer') || weight === 0) throw corrupt('an entry of words is impossible')
  const words = reader.text()
  const flags = reader.u8()
  if (flags > HAS_ITEM + HAS_EMBEDDING) throw corrupt('an unknown field of words follows')
  const item = (flags & HAS_ITEM) === 0 ? {} : { itemId: reader.text() }
  const embedding =
    (flags & HAS_EMBEDDING) === 0
      ? {}
      : { embedding: { spaceId: reader.text(), scale: reader.finite(), codes: reader.text() } }
  return { sequence, words, type, weight, clock, ...item, ...embedding }
}

export function writeSetting(writer: ByteWriter, { sequence, value, modality, attribute = '', is }: Setting): void {
  writer.f64(sequence)
  writer.f64(value)
  if (modality !== undefined) {
    writer.u8(MODALITY)
    writer.u8(MODALITIES.indexOf(modality))
    return
  }
  writer.u8(
    is === undefined ? ATTRIBUTE : typeof is === 'string' ? IS_TEXT : typeof is === 'number' ? IS_NUMBER : IS_FLAG,
  )
  writer.text(attribute)
  if (typeof is === 'string') writer.text(is)
  else if (is !== undefined) writer.f64(Number(is))
}

export function readSetting(reader: ByteReader): Setting {
  const [sequence, value] = [reader.count(), reader.finite()]
  const kind = reader.u8()
  if (kind === MODALITY) {
    const modality = MODALITIES[reader.u8()]
    if (modality === undefined) throw corrupt('a setting is of an unknown modality')
    return { sequence, value, modality }
  }
  const attribute = reader.text()
  if (kind === ATTRIBUTE) return { sequence, value, attribute }
  return { sequence, value, attribute, is: readValue(reader, kind) }
}

function readValue(reader: ByteReader, kind: number): AttributeValue {
  if (kind === IS_TEXT) return reader.text()
  if (kind === IS_NUMBER) return reader.finite()
  if (kind === IS_FLAG) return reader.finite() === 1
  throw corrupt('a setting is of an unknown kind')
}

export function writeEdit(writer: ByteWriter, edit: TasteEditEntry): void {
  writer.f64(edit.sequence)
  writer.u8(TASTE_CHANGES.indexOf(edit.kind))
  writer.text(edit.itemId)
  if ('name' in edit) writer.text(edit.name)
  if ('otherItemId' in edit) writer.text(edit.otherItemId)
}

export function readEdit(reader: ByteReader): TasteEditEntry {
  const sequence = reader.count()
  const kind = TASTE_CHANGES[reader.u8()]
  if (kind === undefined) throw corrupt('a change of tastes is of an unknown kind')
  const itemId = reader.text()
  const paired = kind === 'merge' || kind === 'split'
  const more = kind === 'rename' ? { name: reader.text() } : paired ? { otherItemId: reader.text() } : {}
  const entry = editEntry(sequence, itemId, { kind, ...more })
  if (entry === undefined) throw corrupt('a change of tastes is incomplete')
  return entry
}
