import { LocavoreError } from '@locavore/core'

/** Name of the assets folder below the public folder, as the library expects it by default. */
export const DEFAULT_FOLDER = 'locavore/'

const FOLDER = /^[\w-][\w.-]*(\/[\w-][\w.-]*)*$/

/**
 * `locavore`, `/locavore/` and `locavore/` are the same folder.
 *
 * @returns the name without a slash before and with one after it
 * @throws LocavoreError `invalid-argument` for anything that is not a folder below the public one
 */
export function toFolderName(base: string): string {
  const name = base.replace(/^\//, '').replace(/\/$/, '')
  if (FOLDER.test(name)) return `${name}/`
  throw new LocavoreError('invalid-argument', `base is "${base}", but must name a folder, as in "locavore/".`, { base })
}
