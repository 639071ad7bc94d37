import { type ErrorCode, LocavoreError } from '@locavore/core'

/**
 * An address that may be asked: of the page's own origin, `blob:` or `data:`.
 *
 * @param what For the message: `picture`, `medium`.
 * @throws LocavoreError `invalid-argument`
 */
export function parseAddress(source: string | URL, what: string): URL {
  let url: URL
  try {
    url = new URL(source, document.baseURI)
  } catch (thrown) {
    throw new LocavoreError('invalid-argument', `A ${what}'s address cannot be read as a URL.`, {}, thrown)
  }
  if (url.protocol === 'data:' || url.origin === location.origin) return url
  throw new LocavoreError(
    'invalid-argument',
    `A ${what}'s address leads to ${url.origin}, but only the page's own origin is ever asked. Pass the ${what} as a Blob instead.`,
    { origin: url.origin },
  )
}

/** Unpacked by hand: `fetch` of a `data:` address needs a hole in the site's content security policy. */
export function unpackDataUrl(url: URL, code: ErrorCode): Blob {
  const comma = url.href.indexOf(',')
  const head = url.href.slice('data:'.length, comma)
  const body = url.href.slice(comma + 1)
  try {
    const text = decodeURIComponent(body)
    const bytes = head.endsWith(';base64')
      ? Uint8Array.from(atob(text), (character) => character.charCodeAt(0))
      : new TextEncoder().encode(text)
    return new Blob([bytes], { type: head.split(';')[0] ?? '' })
  } catch (thrown) {
    throw new LocavoreError(code, 'A `data:` address cannot be unpacked.', {}, thrown)
  }
}
