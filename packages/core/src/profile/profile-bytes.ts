import { INTERACTION_TYPES } from '../types.js'
import { ByteReader, ByteWriter, corrupt } from './fold/bytes.js'
import type { Exposure, ListOutcome } from './fold/exposures.js'
import { readEdit, readSetting, readWords, writeEdit, writeSetting, writeWords } from './fold/steering-bytes.js'
import type { Evidence, Profile } from './profile.js'

/** The letters `LVPF`, read as a little-endian number. */
const MAGIC = 0x4650564c
/** 2: clock, words, places in lists, circumstances. 3: modes, settings, changes of tastes, embeddings of words. */
const FORMAT_VERSION = 3
/** Bits that say which of the optional fields follow. */
const HAS_LIST = 1
const HAS_POSITION = 2
const HAS_CONTEXT = 4

/**
 * A profile as bytes, the same bytes for the same profile: magic, format version (u32), its mode (u8 whether it has one, and
 * the name), interactions, last sequence and clock (f64), then modes, evidence, words, settings, changes of tastes, impressions, exposures and lists, each as a count (u32) and
 * its entries in order.
 * Types are their place in `INTERACTION_TYPES` (u8), numbers are f64.
 */
export function profileToBytes(profile: Profile): Uint8Array {
  const writer = new ByteWriter()
  writer.u32(MAGIC)
  writer.u32(FORMAT_VERSION)
  writer.u8(profile.mode === undefined ? 0 : 1)
  if (profile.mode !== undefined) writer.text(profile.mode)
  writer.f64(profile.interactions)
  writer.f64(profile.lastSequence)
  writer.f64(profile.clock)
  writeAll(writer, [...profile.modes], writeCount)
  writeAll(writer, profile.evidence, writeEvidence)
  writeAll(writer, profile.words, writeWords)
  writeAll(writer, profile.settings, writeSetting)
  writeAll(writer, profile.edits, writeEdit)
  writeAll(writer, [...profile.impressions], writeCount)
  writeAll(writer, [...profile.exposures], writeExposure)
  writeAll(writer, [...profile.lists], writeOutcome)
  return writer.bytes()
}

/** @throws `storage-corrupt` unless the bytes are exactly what `profileToBytes` writes. */
export function profileFromBytes(bytes: Uint8Array): Profile {
  const reader = new ByteReader(bytes)
  if (reader.u32() !== MAGIC) throw corrupt('it does not begin with LVPF')
  const version = reader.u32()
  if (version !== FORMAT_VERSION) throw corrupt(`its format version is ${version}, not ${FORMAT_VERSION}`)
  const mode = reader.u8() === 0 ? {} : { mode: reader.text() }
  const profile: Profile = {
    ...mode,
    interactions: reader.count(),
    lastSequence: reader.count(),
    clock: reader.finite(),
    modes: new Map(readAll(reader, readCount)),
    evidence: readAll(reader, readEvidence),
    words: readAll(reader, readWords),
    settings: readAll(reader, readSetting),
    edits: readAll(reader, readEdit),
    impressions: new Map(readAll(reader, readCount)),
    exposures: new Map(readAll(reader, readExposure)),
    lists: new Map(readAll(reader, readOutcome)),
  }
  if (!reader.atEnd) throw corrupt('bytes are left over')
  return profile
}

function writeCount(writer: ByteWriter, [name, count]: readonly [string, number]): void {
  writer.f64(count)
  writer.text(name)
}

function readCount(reader: ByteReader): readonly [string, number] {
  const count = reader.count()
  return [reader.text(), count]
}

function writeEvidence(writer: ByteWriter, entry: Evidence): void {
  const { sequence, weight, clock, type, itemId, context } = entry
  writer.f64(sequence)
  writer.f64(weight)
  writer.f64(clock)
  writer.u8(INTERACTION_TYPES.indexOf(type))
  writer.text(itemId)
  writePlace(writer, entry, context === undefined ? 0 : HAS_CONTEXT)
  if (context !== undefined) writeAll(writer, context, (to, label) => to.text(label))
}

function readEvidence(reader: ByteReader): Evidence {
  const [sequence, weight, clock] = [reader.count(), reader.finite(), reader.finite()]
  const type = INTERACTION_TYPES[reader.u8()]
  if (type === undefined || weight === 0) throw corrupt('an entry of evidence is impossible')
  const itemId = reader.text()
  const { flags, place } = readPlace(reader)
  const context = (flags & HAS_CONTEXT) === 0 ? {} : { context: readAll(reader, () => reader.text()) }
  return { sequence, itemId, type, weight, clock, ...place, ...context }
}

function writeExposure(writer: ByteWriter, [itemId, exposure]: readonly [string, Exposure]): void {
  writer.text(itemId)
  writer.f64(exposure.looks)
  writePlace(writer, exposure)
}

function readExposure(reader: ByteReader): readonly [string, Exposure] {
  const itemId = reader.text()
  const looks = reader.finite()
  return [itemId, { looks, ...readPlace(reader).place }]
}

function writeOutcome(writer: ByteWriter, [listId, outcome]: readonly [string, ListOutcome]): void {
  writer.text(listId)
  for (const value of [outcome.shown, outcome.looks, outcome.taken, outcome.gain]) writer.f64(value)
}

function readOutcome(reader: ByteReader): readonly [string, ListOutcome] {
  const listId = reader.text()
  const [shown, looks, taken, gain] = [reader.count(), reader.finite(), reader.count(), reader.finite()]
  return [listId, { shown, looks, taken, gain }]
}

type Place = Pick<Exposure, 'listId' | 'position'>

function writePlace(writer: ByteWriter, { listId, position }: Place, otherFlags = 0): void {
  writer.u8(otherFlags | (listId === undefined ? 0 : HAS_LIST) | (position === undefined ? 0 : HAS_POSITION))
  if (listId !== undefined) writer.text(listId)
  if (position !== undefined) writer.f64(position)
}

function readPlace(reader: ByteReader): { readonly flags: number; readonly place: Place } {
  const flags = reader.u8()
  if (flags > HAS_LIST + HAS_POSITION + HAS_CONTEXT) throw corrupt('an unknown field follows')
  const listId = (flags & HAS_LIST) === 0 ? {} : { listId: reader.text() }
  const position = (flags & HAS_POSITION) === 0 ? {} : { position: reader.count() }
  return { flags, place: { ...listId, ...position } }
}

function writeAll<T>(writer: ByteWriter, entries: readonly T[], write: (to: ByteWriter, entry: T) => void): void {
  writer.u32(entries.length)
  for (const entry of entries) write(writer, entry)
}

function readAll<T>(reader: ByteReader, read: (from: ByteReader) => T): T[] {
  const count = reader.u32()
  const entries: T[] = []
  for (let k = 0; k < count; k += 1) entries.push(read(reader))
  return entries
}
