import { type ErrorCode, LocavoreError } from 'locavore'

/** What the page can say better than a library that does not know it. */
const WORDS: Partial<Record<ErrorCode, string>> = {
  'encoder-unavailable':
    'Reading words, pictures and sounds is switched off on this page, so only the feed and the filters work.',
  'no-device': 'This browser can run none of the ways to read words and pictures. The feed and the filters still work.',
  'self-check-failed':
    'This device reads pictures wrongly, so it is not used for that. The feed and the filters still work.',
  'integrity-mismatch': 'A file of this site is not what it should be, so nothing of it was used.',
  'invalid-picture': 'The picture is broken, or of a kind this browser cannot read.',
  'unsupported-media': 'This is not a picture, sound or clip that can be read here.',
  'picture-too-large': 'The picture is too large to be read here. A smaller copy of it will do.',
  'invalid-media': 'The sound or clip is broken, or of a kind this browser cannot read.',
  'media-too-large': 'The sound or clip is too large to be read here. A shorter one will do.',
  'no-content': 'There is nothing in it to be read.',
  'worker-unresponsive': 'The device was too busy to read this. Try again in a moment.',
  'import-invalid': 'This is not a file that was exported here, or it was changed. Nothing was brought in.',
  'quota-exceeded': 'The device has no room left for this. Nothing that was kept is lost.',
  'fetch-failed': 'A file of this site could not be fetched. Without a network, only what was used before is here.',
}

/** What went wrong, in words a person can use. */
export function messageOf(error: unknown): string {
  if (error instanceof LocavoreError) return WORDS[error.code] ?? error.message
  if (error instanceof Error && error.message !== '') return error.message
  return 'Something went wrong that has no name.'
}

export function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError'
}
