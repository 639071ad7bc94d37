import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { formatManifest, parseManifest, signManifest } from '@locavore/catalogue'
import { reasonOf, refused } from '../failure.js'
import { writeWhole } from '../work/disk.js'

/** A new Ed25519 key in a file that only its owner can read (PKCS #8, PEM). @returns the public key, base64 of 32 bytes */
export async function createKey(path: string): Promise<string> {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  const pem = privateKey.export({ format: 'pem', type: 'pkcs8' })
  await writeFile(path, pem, { mode: 0o600, flag: 'wx' }).catch((thrown: unknown) => {
    throw refused(
      `${path} cannot be written, or is there already: ${reasonOf(thrown)}. A key is never written over.`,
      thrown,
    )
  })
  return rawKey(publicKey)
}

/**
 * Signs the manifest of a pack, in one step.
 *
 * @param keyFile PKCS #8 in PEM, as `createKey` and `openssl genpkey -algorithm ed25519` write it
 * @returns the public key that sites configure, base64 of 32 bytes
 * @throws LocavoreError `invalid-argument`, `catalogue-invalid`
 */
export async function signPack(folder: string, keyFile: string): Promise<string> {
  const key = await readKey(keyFile)
  const path = join(folder, 'manifest.json')
  const bytes = await readFile(path).catch((thrown: unknown) => {
    throw refused(`${path} cannot be read. Is this the folder of a pack?`, thrown)
  })
  const der = key.export({ format: 'der', type: 'pkcs8' })
  const { subtle } = globalThis.crypto
  const signer = await subtle.importKey('pkcs8', new Uint8Array(der), 'Ed25519', false, ['sign'])
  await writeWhole(path, formatManifest(await signManifest(parseManifest(bytes), signer)))
  return rawKey(createPublicKey(key))
}

async function readKey(path: string): Promise<KeyObject> {
  try {
    const key = createPrivateKey(await readFile(path))
    if (key.asymmetricKeyType === 'ed25519') return key
  } catch (thrown) {
    throw refused(`${path} holds no private key that can be read: ${reasonOf(thrown)}`, thrown)
  }
  throw refused(`${path} holds a key of another kind than Ed25519. Make one with: locavore-pack key ${path}.new`)
}

function rawKey(key: KeyObject): string {
  const { x = '' } = key.export({ format: 'jwk' })
  return Buffer.from(x, 'base64url').toString('base64')
}
