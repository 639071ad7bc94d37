import { checkPackHash, checkPackState, missingFile } from '../shared/pack-rules.js'
import type { PackState } from '../store.js'
import type { Connection } from './connection/connection.js'

export async function putPackFile(connection: Connection, sha256: string, bytes: Uint8Array): Promise<void> {
  checkPackHash(sha256)
  // A view would carry the whole buffer behind it into the database; the database makes its own copy of the rest.
  const row = { sha256, bytes: bytes.byteLength === bytes.buffer.byteLength ? bytes : bytes.slice() }
  await connection.write(['packFiles'], 'relaxed', async (transaction) => transaction.put('packFiles', row))
}

export async function readPackFile(
  connection: Connection,
  sha256: string,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const row = await connection.read(['packFiles'], (transaction) => transaction.get('packFiles', sha256))
  // What a database gives is a copy that nobody else has.
  return row === undefined ? undefined : new Uint8Array(row.bytes.buffer as ArrayBuffer)
}

export async function listPackFiles(connection: Connection): Promise<readonly string[]> {
  return connection.read(['packFiles'], (transaction) => transaction.getAllKeys('packFiles'))
}

export async function swapPack(connection: Connection, state: PackState): Promise<void> {
  checkPackState(state)
  await connection.write(['meta', 'packFiles'], 'relaxed', async (transaction) => {
    const here = await transaction.getAllKeys('packFiles')
    const missing = missingFile(state, new Set(here))
    if (missing !== undefined) throw missing
    const wanted = new Set(state.files)
    for (const sha256 of here) if (!wanted.has(sha256)) transaction.delete('packFiles', sha256)
    transaction.putMeta('pack', { ...state, manifest: state.manifest.slice() })
  })
}

export async function packState(connection: Connection): Promise<PackState | undefined> {
  return connection.read(['meta'], (transaction) => transaction.meta('pack'))
}
