import { describeDelta, type PackDelta, readItems, readRemovals } from '@locavore/catalogue'
import { type OpenPack, openPack } from './read-pack.js'

export interface PackDifference {
  /** What a device that holds the old revision fetches. */
  readonly delta: PackDelta
  readonly added: readonly string[]
  readonly removed: readonly string[]
  /** Items whose words, addresses or attributes differ. */
  readonly changed: readonly string[]
}

/** What differs from one revision to another. @throws as `openPack` */
export async function diffPacks(before: string, after: string, signal?: AbortSignal): Promise<PackDifference> {
  const [old, next] = [await openPack(before, signal), await openPack(after, signal)]
  try {
    const [held, wanted] = [await linesById(old), await linesById(next)]
    return {
      delta: describeDelta(old.manifest, next.manifest),
      added: [...wanted.keys()].filter((id) => !held.has(id)),
      removed: [...held.keys()].filter((id) => !wanted.has(id)),
      changed: [...wanted].flatMap(([id, line]) => (held.has(id) && held.get(id) !== line ? [id] : [])),
    }
  } finally {
    await Promise.all([old.close(), next.close()])
  }
}

/** Every item that a reader ends up with, as its line. */
export async function linesById(pack: OpenPack): Promise<ReadonlyMap<string, string>> {
  const lines = new Map<string, string>()
  for (const { items, removals, rows } of pack.manifest.shards) {
    if (removals !== undefined) {
      for (const id of readRemovals(await pack.read(removals), { file: removals.path, rows: removals.count })) {
        lines.delete(id)
      }
    }
    if (items === undefined) continue
    for (const item of readItems(await pack.read(items), { file: items.path, rows })) {
      lines.set(item.id, JSON.stringify(item))
    }
  }
  return lines
}
