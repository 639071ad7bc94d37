import type { Item } from '@locavore/core'
import type { PackShard } from '../manifest/pack-manifest.js'
import { demand, packError } from '../pack-error.js'

/**
 * Which ids are there after each shard, counted as the manifest claims it. A base with an id twice, a patch that replaces
 * what is not there, a removal of nothing: each makes a count differ, and the pack is refused.
 */
export class IdLedger {
  readonly #live: Set<string>

  /** @param live ids that are there already */
  constructor(live: Iterable<string> = []) {
    this.#live = new Set(live)
  }

  get count(): number {
    return this.#live.size
  }

  has(id: string): boolean {
    return this.#live.has(id)
  }

  /** Takes one shard in, in order. @throws `catalogue-invalid` */
  apply(shard: PackShard, items: readonly Item[], removals: readonly string[]): void {
    const missing = removals.find((id) => !this.#live.delete(id))
    const before = this.#live.size
    for (const { id } of items) this.#live.add(id)
    demandChanges(shard, { missing, replaced: items.length - (this.#live.size - before) })
  }
}

export interface ShardChanges {
  /** An id that is to be removed and is not there. */
  readonly missing: string | undefined
  /** Items with the id of an earlier one. */
  readonly replaced: number
}

/** Whether a shard does what the manifest says it does. @throws `catalogue-invalid` */
export function demandChanges(shard: PackShard, { missing, replaced }: ShardChanges): void {
  const where = shard.items?.path ?? shard.removals?.path ?? 'a shard'
  if (missing !== undefined) {
    throw packError(where, `it removes ${JSON.stringify(missing.slice(0, 60))}, which is not there`)
  }
  demand(
    replaced === shard.replaced,
    where,
    `${replaced} of its items have the id of an earlier one, but the manifest says ${shard.replaced}`,
  )
}
