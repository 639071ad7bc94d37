import type { IDBPDatabase, IDBPTransaction } from 'idb'

/** The database and its one transaction while it is being upgraded. Neither knows the newest schema's types. */
export interface UpgradeContext {
  readonly database: IDBPDatabase<unknown>
  readonly transaction: IDBPTransaction<unknown, string[], 'versionchange'>
}

/**
 * One step from the version before it to `version`. A released step is never edited: devices that ran it do not run it
 * again. `upgrade` may await requests of its own transaction and nothing else, for any other wait ends the transaction.
 */
export interface Migration {
  readonly version: number
  readonly name: string
  upgrade(context: UpgradeContext): void | Promise<void>
}

/** @throws a plain error, for a wrong list is our own mistake */
export function newestVersion(migrations: readonly Migration[]): number {
  for (const [index, { version, name }] of migrations.entries()) {
    if (version !== index + 1)
      throw new Error(`Migration ${name} has version ${version} but stands in place ${index + 1}.`)
  }
  if (migrations.length === 0) throw new Error('A schema needs at least one migration.')
  return migrations.length
}

/**
 * Runs the steps behind `oldVersion` in order, then writes which step was the last. The mark goes into the same
 * transaction: a database without it, or with another one, was left half upgraded and is refused when it is opened.
 */
export async function migrate(
  context: UpgradeContext,
  oldVersion: number,
  migrations: readonly Migration[],
): Promise<void> {
  for (const migration of migrations) {
    if (migration.version <= oldVersion) continue
    await migration.upgrade(context)
    const mark = { version: migration.version, migration: migration.name }
    await context.transaction.objectStore('meta').put(mark, 'schema')
  }
}
