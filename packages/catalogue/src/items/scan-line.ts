const QUOTE = 0x22
const BACKSLASH = 0x5c
const OPEN_OBJECT = 0x7b
const CLOSE_OBJECT = 0x7d
const OPEN_LIST = 0x5b
const CLOSE_LIST = 0x5d
const COLON = 0x3a
const COMMA = 0x2c
const SPACE = 0x20
const LINE_END = 0x0a
const CARRIAGE_RETURN = 0x0d
const ZERO = 0x30
const NINE = 0x39
/** So many digits are a whole number that a double holds exactly. */
const MOST_DIGITS = 15

/** What of a line is asked about every item, found without making one. */
export class LineFacts {
  /** Where the line ends: at its line end, or at the end of the file. */
  end = 0
  /** First byte of the id's text, and the quote after it. */
  idStart = -1
  idEnd = -1
  popularity = -1
  addedAt = -1
  relations = false
  likesByPeriod = false
}

/**
 * Reads one line of items as `JSON.stringify` writes it, spaces allowed, from `start` to the end of the line. It is no check:
 * the line is one that `JSON.parse` has taken before.
 * @returns false for a line that must be parsed to be understood; then `facts` hold nothing
 */
export function scanLine(bytes: Uint8Array, start: number, facts: LineFacts): boolean {
  facts.idStart = -1
  facts.popularity = -1
  facts.addedAt = -1
  facts.relations = false
  facts.likesByPeriod = false
  if (bytes[start] !== OPEN_OBJECT) return false
  let at = start + 1
  for (;;) {
    at = skipSpaces(bytes, at)
    if (bytes[at] !== QUOTE) return false
    const keyEnd = skipText(bytes, at + 1)
    const valueAt = bytes[keyEnd] === COLON ? skipSpaces(bytes, keyEnd + 1) : -1
    if (valueAt < 0) return false
    const valueEnd = skipValue(bytes, valueAt)
    if (valueEnd < 0 || !noteMember(bytes, facts, at + 1, keyEnd - 1, valueAt, valueEnd)) return false
    at = skipSpaces(bytes, valueEnd)
    if (bytes[at] === CLOSE_OBJECT) break
    if (bytes[at] !== COMMA) return false
    at += 1
  }
  at = skipSpaces(bytes, at + 1)
  if (bytes[at] === CARRIAGE_RETURN) at += 1
  facts.end = at
  return facts.idStart >= 0 && (at === bytes.length || bytes[at] === LINE_END)
}

/** One member of the object, its key between two bytes, and its value. @returns false for one that must be parsed */
function noteMember(
  bytes: Uint8Array,
  facts: LineFacts,
  keyAt: number,
  keyEnd: number,
  valueAt: number,
  valueEnd: number,
): boolean {
  for (let at = keyAt; at < keyEnd; at += 1) if (bytes[at] === BACKSLASH) return false
  if (isKey(bytes, keyAt, keyEnd, 'id')) {
    facts.idStart = valueAt + 1
    facts.idEnd = valueEnd - 1
    return bytes[valueAt] === QUOTE
  }
  if (isKey(bytes, keyAt, keyEnd, 'popularity')) {
    facts.popularity = numberAt(bytes, valueAt, valueEnd)
    return facts.popularity >= 0
  }
  if (isKey(bytes, keyAt, keyEnd, 'addedAt')) {
    facts.addedAt = numberAt(bytes, valueAt, valueEnd)
    return facts.addedAt >= 0
  }
  const holds = () => bytes[skipSpaces(bytes, valueAt + 1)] !== CLOSE_LIST
  if (isKey(bytes, keyAt, keyEnd, 'relations')) facts.relations = holds()
  else if (isKey(bytes, keyAt, keyEnd, 'likesByPeriod')) facts.likesByPeriod = holds()
  return true
}

function isKey(bytes: Uint8Array, start: number, end: number, name: string): boolean {
  if (end - start !== name.length) return false
  for (let k = 0; k < name.length; k += 1) if (bytes[start + k] !== name.charCodeAt(k)) return false
  return true
}

function skipSpaces(bytes: Uint8Array, from: number): number {
  let at = from
  while (bytes[at] === SPACE) at += 1
  return at
}

/** @param from after the quote that begins it. @returns after the quote that ends it */
function skipText(bytes: Uint8Array, from: number): number {
  let at = from
  while (at < bytes.length && bytes[at] !== QUOTE) at += bytes[at] === BACKSLASH ? 2 : 1
  return at + 1
}

/** @returns after the value, or -1 where the file ends in it */
function skipValue(bytes: Uint8Array, from: number): number {
  const first = bytes[from]
  let at = from
  if (first === QUOTE) at = skipText(bytes, from + 1)
  else if (first === OPEN_OBJECT || first === OPEN_LIST) at = skipNested(bytes, from)
  else while (at < bytes.length && !endsValue(bytes[at] as number)) at += 1
  return at > bytes.length ? -1 : at
}

function skipNested(bytes: Uint8Array, from: number): number {
  let depth = 0
  for (let at = from; at < bytes.length; at += 1) {
    const byte = bytes[at]
    if (byte === QUOTE) at = skipText(bytes, at + 1) - 1
    else if (byte === OPEN_OBJECT || byte === OPEN_LIST) depth += 1
    else if (byte === CLOSE_OBJECT || byte === CLOSE_LIST) {
      depth -= 1
      if (depth === 0) return at + 1
    }
  }
  return bytes.length + 1
}

function endsValue(byte: number): boolean {
  return byte === COMMA || byte === CLOSE_OBJECT || byte === SPACE || byte === LINE_END
}

/** NaN for what is no number. */
function numberAt(bytes: Uint8Array, start: number, end: number): number {
  if (end - start > MOST_DIGITS || end === start) return parsed(bytes, start, end)
  let value = 0
  for (let at = start; at < end; at += 1) {
    const byte = bytes[at] as number
    if (byte < ZERO || byte > NINE) return parsed(bytes, start, end)
    value = 10 * value + byte - ZERO
  }
  return value
}

function parsed(bytes: Uint8Array, start: number, end: number): number {
  const text = String.fromCharCode(...bytes.subarray(start, Math.min(end, start + 64)))
  return text === '' ? Number.NaN : Number(text)
}
