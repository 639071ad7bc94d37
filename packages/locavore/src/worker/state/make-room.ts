import { toLocavoreError } from '@locavore/core'
import type { Store } from '@locavore/store'

/** Where the encoder keeps models and runtimes (`@locavore/encoders`, shared/model-cache). They can be fetched again. */
const MODEL_CACHE = 'locavore-models'

/** Something that can be had again, given up for something that cannot. */
export interface Sacrifice {
  /** Names it in the reason that the page is told. */
  readonly what: string
  /** Whether there was anything to give. */
  give(store: Store): Promise<boolean>
}

/**
 * What a full device gives up, in this order: models, then the site's catalogue with its embeddings. What the person did or
 * added, and the profile that follows from it, never.
 */
export const SACRIFICES: readonly Sacrifice[] = [
  { what: 'the models kept here', give: async () => globalThis.caches?.delete(MODEL_CACHE) ?? false },
  {
    what: 'the catalogue kept here',
    give: async (store) => {
      const state = await store.packState()
      if (state === undefined || (await store.listPackFiles()).length === 0) return false
      const { index: _, ...others } = state
      await store.swapPack({ ...others, files: [], complete: false })
      return true
    },
  },
]

/**
 * Does what writes, and where the device is full gives one thing up after the other and tries again.
 * @param onGiven told what was given up
 * @throws what `write` throws; `quota-exceeded` when there is nothing left to give
 */
export async function withRoom<T>(
  store: Store,
  write: () => Promise<T>,
  onGiven: (what: string) => void,
  sacrifices: readonly Sacrifice[] = SACRIFICES,
): Promise<T> {
  for (const { what, give } of sacrifices) {
    try {
      return await write()
    } catch (thrown) {
      if (toLocavoreError(thrown).code !== 'quota-exceeded') throw thrown
      // A device this full may refuse even to give something up: then the next may do.
      if (await give(store).catch(() => false)) onGiven(what)
    }
  }
  return write()
}
