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
      const removed = await store.removeItems(itemIds)
      for (const id of itemIds) catalogue.remove(id)
      if (removed > 0) session.tell('items')
      return { removed }
    }),
    getItems: inTurn(async (session, { itemIds }: { itemIds: readonly string[] }) => {
      const catalogue = await session.catalogue()
      return { items: itemIds.map((id) => catalogue.get(id)) }
    }),
  }
}
