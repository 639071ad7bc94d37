import { LocavoreError } from '@locavore/core'

/** Hashes can be computed only there. */
export function checkSecureContext(): void {
  if (self.isSecureContext) return
  throw new LocavoreError(
    'encoder-unavailable',
    'The page is not a secure context, where models could not be verified. Serve it over HTTPS, or from localhost.',
  )
}
