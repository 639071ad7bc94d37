import { type ErrorCode, LocavoreError } from '@locavore/core'

const ADVICE: Readonly<Record<string, readonly [ErrorCode, string]>> = {
  QuotaExceededError: [
    'quota-exceeded',
    'The browser gives this site no more room. Nothing of this call was stored: remove items or cached models, or ask the person to free space, and try again.',
  ],
  VersionError: [
    'storage-failed',
    'The database was written by a newer version of Locavore than this page runs. Nothing was changed: reload the page to get the newer code.',
  ],
  NotFoundError: [
    'storage-corrupt',
    'The database lacks a part it must have. Nothing was changed: offer the person an export if one can still be read, then erase and start anew.',
  ],
  ConstraintError: [
    'storage-corrupt',
    'The log already has an entry under its next number. Nothing was changed: export what can be read, then erase and start anew.',
  ],
  NotReadableError: [
    'storage-corrupt',
    'The browser cannot read back what it stored. Nothing was changed: erase, and import an earlier export if there is one.',
  ],
  DataCloneError: ['invalid-argument', 'Something given cannot be stored. Give plain data; nothing was changed.'],
  DataError: ['invalid-argument', 'Something given cannot be a key. Nothing was changed.'],
  TransactionInactiveError: [
    'internal',
    'A transaction was used after it had ended, which is a mistake inside Locavore: please report it.',
  ],
  ReadOnlyError: ['internal', 'A read wrote something, which is a mistake inside Locavore: please report it.'],
}

/** Without a database at all: private windows, blocked storage, or an origin that has none. */
const UNAVAILABLE = new Set(['InvalidStateError', 'SecurityError', 'NotSupportedError', 'NotAllowedError'])

/** Turns what IndexedDB threw into one of our codes. The platform's own words may hold content and stay in `cause`. */
export function toStorageError(thrown: unknown): LocavoreError {
  if (thrown instanceof LocavoreError) return thrown
  const name = meantName(thrown)
  const known = ADVICE[name]
  if (known !== undefined) return new LocavoreError(known[0], known[1], { name }, thrown)
  return new LocavoreError(
    'storage-failed',
    `The browser's database failed (${name}). Nothing of this call was stored: try again, or reload the page if it goes on.`,
    { name },
    thrown,
  )
}

/** As `toStorageError`, for the first opening, where some names mean that there is no database to be had. */
export function toOpeningError(thrown: unknown): LocavoreError {
  if (thrown instanceof LocavoreError) return thrown
  const name = meantName(thrown)
  if (!UNAVAILABLE.has(name)) return toStorageError(thrown)
  return new LocavoreError('storage-unavailable', unavailableSentence(name), { name }, thrown)
}

export function unavailableSentence(reason: string): string {
  return `This browser gives the page no database (${reason}), so what is learnt is kept in memory and is gone when the page closes.`
}

/**
 * Whether the handle, not the request, is at fault, so that a new handle may do better. WebKit and Chromium report a lost
 * connection under several names (react-native-onyx#780; Dexie's `temp-transaction`), `UnknownError` among them.
 */
export function isDeadHandle(thrown: unknown): boolean {
  const name = meantName(thrown)
  if (name === 'InvalidStateError' || name === 'UnknownError') return true
  return name === 'AbortError' && /connection|clos(?:ed|ing)|lost/i.test(messageOf(thrown))
}

/** A full disk often arrives inside an `AbortError` (dexie#776): what it wraps is what it means. */
function meantName(thrown: unknown): string {
  for (let layer: unknown = thrown, depth = 0; layer !== undefined && layer !== null && depth < 4; depth++) {
    const { name, inner, cause } = layer as { name?: unknown; inner?: unknown; cause?: unknown }
    if (name === 'QuotaExceededError') return name
    layer = inner ?? cause
  }
  if (/quota ?exceeded/i.test(messageOf(thrown))) return 'QuotaExceededError'
  const name = (thrown as { name?: unknown } | null | undefined)?.name
  return typeof name === 'string' && name !== '' ? name : 'UnknownError'
}

function messageOf(thrown: unknown): string {
  const message = (thrown as { message?: unknown } | null | undefined)?.message
  return typeof message === 'string' ? message : ''
}
