import { LocavoreError } from '@locavore/core'

/** Refuses options nobody reads, by name: a misspelt option would otherwise change nothing and say nothing. */
export function refuseUnknownOptions(options: unknown, known: readonly string[], where: string): void {
  if (options === undefined) return
  if (typeof options !== 'object' || options === null) {
    throw new LocavoreError('invalid-argument', `${where}: options must be an object, not ${describe(options)}.`)
  }
  for (const key of Object.keys(options)) {
    if (known.includes(key)) continue
    throw new LocavoreError('unknown-option', `${where}: there is no option "${key}". Known: ${known.join(', ')}.`, {
      option: key,
    })
  }
}

export function requireString(value: unknown, what: string): string {
  if (typeof value === 'string' && value !== '') return value
  throw new LocavoreError('invalid-argument', `${what} must be a non-empty string, not ${describe(value)}.`)
}

/** An address on the page's own origin; anything else would make the device talk to strangers. */
export function ownOriginUrl(address: string | URL, base: string, option: string): URL {
  let url: URL
  try {
    url = new URL(address, base)
  } catch {
    throw new LocavoreError('invalid-argument', `${option}: "${String(address)}" is not an address.`, { option })
  }
  if (url.origin === new URL(base).origin && url.origin !== 'null') return url
  throw new LocavoreError(
    'invalid-argument',
    `${option}: ${url.origin} is not the page's own origin. Copy the files to the site that shows this page.`,
    { option },
  )
}

export function throwIfAborted(signal: AbortSignal | undefined, what: string): void {
  if (signal?.aborted === true) throw new LocavoreError('aborted', `${what} was aborted by the caller.`)
}

/** Names a value's kind without quoting its content. */
export function describe(value: unknown): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'a list'
  if (value === '') return 'an empty string'
  return typeof value === 'object' ? 'an object' : typeof value
}
