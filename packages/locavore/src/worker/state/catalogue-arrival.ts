import { toLocavoreError } from '@locavore/core'
import type { CatalogueKeeper, Patience } from './catalogue-keeper.js'

/** A catalogue is kept once the first list is out, or after this long. */
const KEEP_AFTER_MS = 1_500

/** Brings the site's catalogue: its first shard before the first list, the rest beside the lists. */
export class CatalogueArrival {
  readonly #catalogues: CatalogueKeeper
  readonly #onKept: () => void
  readonly #firstList: Promise<void>
  #noteFirstList = (): void => {}

  /** @param onKept is told when what came lies on the device, for other tabs to read */
  constructor(catalogues: CatalogueKeeper, onKept: () => void) {
    this.#catalogues = catalogues
    this.#onKept = onKept
    this.#firstList = new Promise((resolve) => {
      this.#noteFirstList = resolve
    })
  }

  /** A list is being made. */
  noteList(): void {
    this.#noteFirstList()
  }

  /** The first shard, before which there is nothing to rank. */
  async fetchFirst(patience: Patience): Promise<void> {
    const catalogues = this.#catalogues
    try {
      const plan = await catalogues.begin(patience)
      if (plan === undefined) return
      if (plan.pack.complete) return await catalogues.adopt(plan)
      await catalogues.take(plan, await catalogues.fetchNext(plan, patience))
    } catch (thrown) {
      const error = toLocavoreError(thrown)
      // Damage to what can be fetched again must not lock the person out of what cannot.
      if (!catalogues.dropped || error.code === 'aborted') throw error
      catalogues.noteRefreshFailure(error)
    }
  }

  /**
   * Brings what the site has and this device has not, shard by shard, beside other calls. The first list goes first: writing
   * would make it wait.
   * @param inTurn runs what changes memory between other calls
   */
  async refresh(patience: Patience, inTurn: (work: () => Promise<void>) => Promise<void>): Promise<void> {
    const catalogues = this.#catalogues
    if (catalogues.unkept) {
      await Promise.race([this.#firstList, new Promise((resolve) => setTimeout(resolve, KEEP_AFTER_MS))])
    }
    const plan = await catalogues.begin(patience)
    catalogues.noteRefreshed()
    if (plan === undefined) return
    try {
      while (!plan.pack.complete) {
        if (plan.pack.shards > 0) await catalogues.keepPart(plan)
        const bytesOf = await catalogues.fetchNext(plan, patience)
        await inTurn(() => catalogues.take(plan, bytesOf))
      }
    } catch (error) {
      // What came of a shard before the rest failed is kept too.
      await catalogues.keepPart(plan).catch(() => undefined)
      throw error
    }
    await inTurn(() => catalogues.adopt(plan))
    if (await catalogues.keep(plan, patience)) await inTurn(() => catalogues.noteKept(plan))
    if (!catalogues.unkept) this.#onKept()
  }
}
