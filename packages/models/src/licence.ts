import { LocavoreError } from '@locavore/core'

/** Licences that let a site serve the files to anyone, for any purpose, with at most a notice. */
const FREE = new Set([
  'apache-2.0',
  'mit',
  'bsd',
  'bsd-2-clause',
  'bsd-3-clause',
  'isc',
  'zlib',
  'unlicense',
  'cc0-1.0',
  'cc-by-3.0',
  'cc-by-4.0',
])

/**
 * A site that serves a model hands it on, which its licence must allow.
 *
 * @param accepted whether a person has read the licence and says that their use is allowed
 * @returns the licence's name, `unknown` where there is none
 * @throws LocavoreError `invalid-argument`
 */
export function checkLicence(licence: string | undefined, page: string, accepted: boolean): string {
  if (licence !== undefined && FREE.has(licence)) return licence
  if (accepted) return licence ?? 'unknown'
  const what =
    licence === undefined ? 'names no licence' : `has the licence "${licence}", which may forbid what a site does`
  throw new LocavoreError(
    'invalid-argument',
    `The model ${what}. Read it at ${page}. If you may pass the files on to your visitors, run the same again with --accept-licence.`,
    { licence: licence ?? 'unknown' },
  )
}
