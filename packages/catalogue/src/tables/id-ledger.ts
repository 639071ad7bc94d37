import type { Item } from '@locavore/core'
import type { PackShard } from '../manifest/pack-manifest.js'
import { demand } from '../pack-error.js'

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
    const where = shard.items?.path ?? shard.removals?.path ?? 'a shard'
    for (const id of removals) {
      demand(this.#live.delete(id), where, `it removes ${JSON.stringify(id.slice(0, 60))}, which is not there`)
    }
    const before = this.#live.size
    for (const { id } of items) this.#live.add(id)
    const replaced = items.length - (this.#live.size - before)
    demand(
      replaced === shard.replaced,
      where,
      `${replaced} of its items have the id of an earlier one, but the manifest says ${shard.replaced}`,
    )
  }
}
