/**
 * Every error that leaves Locavore is a `LocavoreError` with one of these codes. The list is closed: a new code is a new
 * minor version, and hosts may switch over it exhaustively.
 */
export const ERROR_CODES = [
  'aborted',
  'catalogue-invalid',
  'closed',
  'deadline-exceeded',
  'duplicate-item',
  'encoder-unavailable',
  'fetch-failed',
  'import-invalid',
  'integrity-mismatch',
  'internal',
  'invalid-argument',
  'invalid-media',
  'invalid-picture',
  'invalid-vector',
  'media-too-large',
  'model-invalid',
  'no-content',
  'no-device',
  'picture-too-large',
  'quota-exceeded',
  'self-check-failed',
  'signature-invalid',
  'space-mismatch',
  'storage-blocked',
  'storage-corrupt',
  'storage-failed',
  'storage-unavailable',
  'unknown-interaction',
  'unknown-item',
  'unknown-list',
  'unknown-option',
  'unknown-taste',
  'unsupported-media',
  'worker-failed',
  'worker-unresponsive',
] as const

export type ErrorCode = (typeof ERROR_CODES)[number]

/** What an error carries besides its sentence: plain data only, never a person's content. */
export type ErrorDetails = Readonly<Record<string, string | number | boolean | null>>

/** The form in which an error crosses a thread. */
export interface ErrorRecord {
  readonly code: ErrorCode
  readonly message: string
  readonly details: ErrorDetails
}

/**
 * The one error class. `message` says what was given, why it is wrong and what to do; `code` is for programs.
 * An aborted call carries the name `AbortError`, as the platform's own functions do.
 */
export class LocavoreError extends Error {
  readonly code: ErrorCode
  readonly details: ErrorDetails

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause })
    this.name = code === 'aborted' ? 'AbortError' : 'LocavoreError'
    this.code = code
    this.details = details
  }

  toRecord(): ErrorRecord {
    return { code: this.code, message: this.message, details: this.details }
  }

  static fromRecord(record: ErrorRecord): LocavoreError {
    return new LocavoreError(record.code, record.message, record.details)
  }
}

/** Wraps whatever was thrown: a `LocavoreError` stays itself, everything else becomes `code`. */
export function toLocavoreError(thrown: unknown, code: ErrorCode = 'internal'): LocavoreError {
  if (thrown instanceof LocavoreError) return thrown
  const message = thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : String(thrown)
  return new LocavoreError(code, message, {}, thrown)
}
