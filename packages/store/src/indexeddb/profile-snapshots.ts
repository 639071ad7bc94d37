import { Checksum } from '../shared/checksum.js'
import type { ProfileSnapshot } from '../store.js'
import type { Connection } from './connection/connection.js'
import { readRevision } from './interactions.js'
import type { ProfileRow } from './schema.js'

/**
 * Overwrites the damaged or the older of the two generations. A snapshot of an epoch that is over holds what was forgotten
 * since, and is not kept.
 */
export async function saveProfile(connection: Connection, snapshot: ProfileSnapshot): Promise<void> {
  const { revision, bytes } = snapshot
  await connection.write(['meta', 'profiles'], 'relaxed', async (transaction) => {
    const log = await readRevision(transaction)
    if (revision.epoch !== log.epoch || revision.last > log.last) return
    const [newest] = newestFirst(await transaction.getAll('profiles'))
    const counter = (newest?.counter ?? 0) + 1
    const generation = newest?.generation === 'a' ? 'b' : 'a'
    const row = { generation, counter, revision, bytes } as const
    transaction.put('profiles', { ...row, checksum: checksumOf(row) })
  })
}

export async function loadProfile(connection: Connection): Promise<ProfileSnapshot | undefined> {
  const rows = await connection.read(['profiles'], (transaction) => transaction.getAll('profiles'))
  const [newest] = newestFirst(rows)
  return newest && { revision: newest.revision, bytes: newest.bytes }
}

function newestFirst(rows: readonly ProfileRow[]): readonly ProfileRow[] {
  return rows.filter(isWhole).sort((a, b) => b.counter - a.counter)
}

function isWhole(row: ProfileRow): boolean {
  return row.bytes instanceof Uint8Array && row.checksum === checksumOf(row)
}

function checksumOf({ counter, revision, bytes }: Omit<ProfileRow, 'checksum'>): number {
  return new Checksum().addNumber(counter).addNumber(revision.last).addNumber(revision.epoch).addBytes(bytes).value
}
