import { type Interaction, LocavoreError } from '@locavore/core'
import type { AppendedInteraction, LogRevision } from '../store.js'
import type { Connection } from './connection/connection.js'
import type { ReadTransaction, WriteTransaction } from './connection/transaction.js'
import { type InteractionRow, isForgotten } from './schema.js'

/** The counter is read and written in the transaction that adds the rows, so two tabs never get the same number. */
export async function append(
  connection: Connection,
  interactions: readonly AppendedInteraction[],
): Promise<readonly Interaction[]> {
  if (interactions.length === 0) return []
  return connection.write(['meta', 'interactions'], 'relaxed', async (transaction) => {
    const log = await readRevision(transaction)
    const appended = interactions.map((given, index) => ({ ...given, sequence: log.last + 1 + index }))
    for (const interaction of appended) transaction.add('interactions', interaction)
    transaction.putMeta('log', { ...log, last: log.last + appended.length })
    return appended
  })
}

export async function readLog(connection: Connection, after: number): Promise<readonly Interaction[]> {
  return connection.read(['meta', 'interactions'], (transaction) => readInteractions(transaction, after))
}

/** @throws `storage-corrupt` if a number behind `after` is missing: a row was lost without anyone having forgotten it */
export async function readInteractions(transaction: ReadTransaction, after = 0): Promise<readonly Interaction[]> {
  const { last } = await readRevision(transaction)
  const rows = await transaction.getAll('interactions', IDBKeyRange.lowerBound(after, true))
  const whole =
    rows.length === Math.max(0, last - after) && rows.every((row, index) => row.sequence === after + 1 + index)
  if (!whole) throw lostRows(rows, after, last)
  return rows.filter((row): row is Interaction => !isForgotten(row))
}

function lostRows(rows: readonly InteractionRow[], after: number, last: number): LocavoreError {
  return new LocavoreError(
    'storage-corrupt',
    `The interaction log should hold numbers ${after + 1} to ${last} but holds ${rows.length} of them. Erase, and import an earlier export if there is one.`,
    { after, last, found: rows.length },
  )
}

export async function readRevision(transaction: ReadTransaction): Promise<LogRevision> {
  const log = await transaction.meta('log')
  if (log !== undefined) return log
  throw new LocavoreError(
    'storage-corrupt',
    'The counter of the interaction log is missing. Erase, and import an earlier export if there is one.',
  )
}

/** Strict, and in one transaction with the profile snapshots, which were folded from what is forgotten. */
export async function forget(connection: Connection, sequences: readonly number[]): Promise<number> {
  const wanted = [...new Set(sequences)].filter((sequence) => Number.isSafeInteger(sequence) && sequence > 0)
  if (wanted.length === 0) return 0
  return connection.write(['meta', 'interactions', 'profiles'], 'strict', async (transaction) => {
    const rows = await Promise.all(wanted.map((sequence) => transaction.get('interactions', sequence)))
    const held = rows.filter((row) => row !== undefined).filter((row) => !isForgotten(row))
    if (held.length === 0) return 0
    for (const { sequence } of held) transaction.put('interactions', { sequence, forgotten: true })
    await startEpoch(transaction)
    return held.length
  })
}

/** Replaces the whole log. Numbers that are missing between the given ones were forgotten before the export. */
export async function replaceLog(transaction: WriteTransaction, interactions: readonly Interaction[]): Promise<void> {
  transaction.clear('interactions')
  let next = 1
  for (const interaction of interactions) {
    for (; next < interaction.sequence; next++) transaction.add('interactions', { sequence: next, forgotten: true })
    transaction.add('interactions', interaction)
    next++
  }
  await startEpoch(transaction, next - 1)
}

async function startEpoch(transaction: WriteTransaction, last?: number): Promise<void> {
  const log = await readRevision(transaction)
  transaction.putMeta('log', { last: last ?? log.last, epoch: log.epoch + 1 })
  transaction.clear('profiles')
}
