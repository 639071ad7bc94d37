import { LocavoreError } from '../errors.js'
import { INTERACTION_TYPES } from '../types.js'
import type { Evidence, Profile } from './profile.js'

/** The letters `LVPF`, read as a little-endian number. */
const MAGIC = 0x4650564c
const FORMAT_VERSION = 1
const HEADER_BYTES = 32
const EVIDENCE_BYTES = 8 + 8 + 1

/**
 * A profile as bytes, the same bytes for the same profile. Little endian: `LVPF`, format version (u32), interactions and
 * last sequence (f64), count of evidence and of impressions (u32); per entry of evidence: sequence and weight (f64),
 * type (u8, place in `INTERACTION_TYPES`), item; per impression: how often (f64), item. An item is a u16 count of UTF-16
 * units and the units, so that every string comes back as it was.
 */
export function profileToBytes(profile: Profile): Uint8Array {
  const { evidence, impressions } = profile
  const bytes = new Uint8Array(byteLength(profile))
  const writer = new ByteWriter(bytes)
  writer.u32(MAGIC)
  writer.u32(FORMAT_VERSION)
  writer.f64(profile.interactions)
  writer.f64(profile.lastSequence)
  writer.u32(evidence.length)
  writer.u32(impressions.size)
  for (const { sequence, weight, type, itemId } of evidence) {
    writer.f64(sequence)
    writer.f64(weight)
    writer.u8(INTERACTION_TYPES.indexOf(type))
    writer.text(itemId)
  }
  for (const [itemId, count] of impressions) {
    writer.f64(count)
    writer.text(itemId)
  }
  return bytes
}

/** @throws `storage-corrupt` unless the bytes are exactly what `profileToBytes` writes. */
export function profileFromBytes(bytes: Uint8Array): Profile {
  const reader = new ByteReader(bytes)
  if (reader.u32() !== MAGIC) throw corrupt('it does not begin with LVPF')
  const version = reader.u32()
  if (version !== FORMAT_VERSION) throw corrupt(`its format version is ${version}, not ${FORMAT_VERSION}`)
  const interactions = reader.count()
  const lastSequence = reader.count()
  const evidenceCount = reader.u32()
  const impressionCount = reader.u32()
  const evidence: Evidence[] = []
  for (let k = 0; k < evidenceCount; k += 1) evidence.push(readEvidence(reader))
  const impressions = new Map<string, number>()
  for (let k = 0; k < impressionCount; k += 1) {
    const count = reader.count()
    impressions.set(reader.text(), count)
  }
  if (!reader.atEnd) throw corrupt('bytes are left over')
  return { interactions, lastSequence, evidence, impressions }
}

function readEvidence(reader: ByteReader): Evidence {
  const sequence = reader.count()
  const weight = reader.f64()
  const type = INTERACTION_TYPES[reader.u8()]
  if (type === undefined || !Number.isFinite(weight) || weight === 0)
    throw corrupt('an entry of evidence is impossible')
  return { sequence, itemId: reader.text(), type, weight }
}

function byteLength({ evidence, impressions }: Profile): number {
  let bytes = HEADER_BYTES
  for (const { itemId } of evidence) bytes += EVIDENCE_BYTES + 2 + 2 * itemId.length
  for (const itemId of impressions.keys()) bytes += 8 + 2 + 2 * itemId.length
  return bytes
}

class ByteWriter {
  readonly #view: DataView
  #at = 0

  constructor(bytes: Uint8Array) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  }

  u8(value: number): void {
    this.#view.setUint8(this.#at, value)
    this.#at += 1
  }

  u32(value: number): void {
    this.#view.setUint32(this.#at, value, true)
    this.#at += 4
  }

  f64(value: number): void {
    this.#view.setFloat64(this.#at, value, true)
    this.#at += 8
  }

  text(value: string): void {
    this.#view.setUint16(this.#at, value.length, true)
    this.#at += 2
    for (let unit = 0; unit < value.length; unit += 1) {
      this.#view.setUint16(this.#at, value.charCodeAt(unit), true)
      this.#at += 2
    }
  }
}

class ByteReader {
  readonly #view: DataView
  #at = 0

  constructor(bytes: Uint8Array) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  }

  get atEnd(): boolean {
    return this.#at === this.#view.byteLength
  }

  u8(): number {
    return this.#view.getUint8(this.#advance(1))
  }

  u32(): number {
    return this.#view.getUint32(this.#advance(4), true)
  }

  f64(): number {
    return this.#view.getFloat64(this.#advance(8), true)
  }

  count(): number {
    const value = this.f64()
    if (!Number.isSafeInteger(value) || value < 0) throw corrupt(`${value} stands where a count should be`)
    return value
  }

  text(): string {
    const length = this.#view.getUint16(this.#advance(2), true)
    const start = this.#advance(2 * length)
    let text = ''
    for (let unit = 0; unit < length; unit += 1)
      text += String.fromCharCode(this.#view.getUint16(start + 2 * unit, true))
    return text
  }

  #advance(bytes: number): number {
    const start = this.#at
    if (start + bytes > this.#view.byteLength) throw corrupt('it ends too early')
    this.#at += bytes
    return start
  }
}

function corrupt(found: string): LocavoreError {
  return new LocavoreError('storage-corrupt', `A stored profile cannot be read: ${found}. Fold it again from the log.`)
}
