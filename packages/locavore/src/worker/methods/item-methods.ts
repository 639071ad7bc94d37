import type { EngineService, PreparedItem } from '../../shared/protocol.js'
import { storeItems } from '../state/store-items.js'
import type { InTurn } from '../work.js'

/** Putting items in, taking them out, looking them up. */
export function itemMethods(inTurn: InTurn): Pick<EngineService, 'putItems' | 'removeItems' | 'getItems'> {
  return {
    putItems: inTurn(async (session, { items }: { items: readonly PreparedItem[] }) => {
      const catalogue = await session.catalogue()
      const store = await session.store()
      const { siteIds } = session.catalogues
      const result = await storeItems(items, { catalogue, store, isCatalogueItem: (id) => siteIds.has(id) })
      if (result.added > 0) session.tell('items')
      return result
    }),
    removeItems: inTurn(async (session, { itemIds }: { itemIds: readonly string[] }) => {
      const catalogue = await session.catalogue()
      const store = await session.store()
      const { siteIds } = session.catalogues
      // The site's items are the site's: taken out here, they would come back with its next revision.
      const own = itemIds.filter((id) => !siteIds.has(id))
      const removed = await store.removeItems(own)
      for (const id of own) catalogue.remove(id)
      if (removed > 0) session.tell('items')
      return { removed }
    }),
    getItems: inTurn(async (session, { itemIds }: { itemIds: readonly string[] }) => {
      const catalogue = await session.catalogue()
      return { items: itemIds.map((id) => catalogue.get(id)) }
    }),
  }
}
