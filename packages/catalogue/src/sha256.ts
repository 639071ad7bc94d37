import { LocavoreError } from '@locavore/core'

/** 64 lower-case hexadecimal digits. @throws `integrity-mismatch` on a page that is not secure, where nothing can be verified */
export async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const { subtle } = (globalThis.crypto ?? {}) as Partial<Crypto>
  if (subtle === undefined) {
    throw new LocavoreError(
      'integrity-mismatch',
      'The catalogue cannot be verified, because this page is not secure. Serve it by https (or from localhost).',
    )
  }
  const digest = new Uint8Array(await subtle.digest('SHA-256', bytes))
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
