import { LocavoreError } from '@locavore/core'
import { DATABASE_PREFIX } from './indexeddb/schema.js'

const SITE_NAME = /^[A-Za-z0-9](?:[A-Za-z0-9._-]{0,62}[A-Za-z0-9])?$/

/**
 * The database of a site. Names of databases have leaked across origins in the past (FingerprintJS on Safari 15, 2022), so
 * the rule leaves no room for an address or a sentence about a person.
 * @throws `invalid-argument`
 */
export function databaseName(siteName: string): string {
  if (typeof siteName === 'string' && SITE_NAME.test(siteName)) return DATABASE_PREFIX + siteName
  throw new LocavoreError(
    'invalid-argument',
    '`name` must have 1 to 64 letters, digits, dots, hyphens and underscores, beginning and ending with a letter or digit. Name the site, never a person: for example "postcards".',
    { option: 'name' },
  )
}
