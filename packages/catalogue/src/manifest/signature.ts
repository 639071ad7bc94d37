import { LocavoreError, toLocavoreError } from '@locavore/core'
import { canonicalManifest } from './canonical-manifest.js'
import type { PackManifest } from './pack-manifest.js'

const ALGORITHM = 'Ed25519'

/** The same manifest, signed. @param privateKey Ed25519, allowed to sign */
export async function signManifest(manifest: PackManifest, privateKey: CryptoKey): Promise<PackManifest> {
  const bytes = new Uint8Array(await subtle().sign(ALGORITHM, privateKey, canonicalManifest(manifest)))
  return { ...manifest, signature: { algorithm: ALGORITHM, value: btoa(String.fromCharCode(...bytes)) } }
}

/**
 * Holds if one of the keys signed the manifest. Checked against what was parsed, so that what is verified is what is used.
 * @param publicKeys base64 of 32 raw bytes each; several while a publisher changes keys
 * @throws `signature-invalid` if there is no signature, or none of the keys made it, or this platform knows no Ed25519;
 * `invalid-argument` if a key is none
 */
export async function verifySignature(manifest: PackManifest, publicKeys: readonly string[]): Promise<void> {
  const { signature } = manifest
  if (signature === undefined) {
    throw invalid('it is not signed, but a public key is configured. Sign it, or leave the key out')
  }
  const value = decodeBase64(signature.value)
  const bytes = canonicalManifest(manifest)
  for (const text of publicKeys) {
    const key = await importPublicKey(text)
    if (await subtle().verify(ALGORITHM, key, value, bytes)) return
  }
  throw invalid('none of the configured keys made its signature. It is not what its publisher signed')
}

/** @throws `invalid-argument`, `signature-invalid` */
export async function importPublicKey(text: string): Promise<CryptoKey> {
  const raw = decodeBase64(text)
  if (raw.length !== 32) {
    throw new LocavoreError('invalid-argument', 'A public key is not base64 of 32 bytes. Give the raw Ed25519 key.')
  }
  try {
    return await subtle().importKey('raw', raw, ALGORITHM, true, ['verify'])
  } catch (error) {
    const { message } = toLocavoreError(error)
    throw invalid(`this platform could not take an Ed25519 key (${message}). Browsers of 2025 and later can`)
  }
}

function decodeBase64(text: string): Uint8Array<ArrayBuffer> {
  try {
    return Uint8Array.from(atob(text), (character) => character.charCodeAt(0))
  } catch {
    return new Uint8Array()
  }
}

function subtle(): SubtleCrypto {
  // Missing on pages that are not served securely, whatever the types say.
  const { subtle: found } = (globalThis.crypto ?? {}) as Partial<Crypto>
  if (found !== undefined) return found
  throw invalid('it cannot be verified on a page that is not secure. Serve it by https (or from localhost)')
}

function invalid(what: string): LocavoreError {
  return new LocavoreError('signature-invalid', `The catalogue pack is refused: ${what}.`)
}
