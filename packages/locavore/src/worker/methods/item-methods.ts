import type { EngineService, NewEmbeddings, PreparedItem, WaitingItem } from '../../shared/protocol.js'
import type { Session } from '../session.js'
import { storeEmbeddings, storeItems } from '../state/store-items.js'
import type { InTurn } from '../work.js'
import { embeddingsOf } from './rank-query.js'

type ItemMethod = 'putItems' | 'removeItems' | 'getItems' | 'getEmbeddings' | 'listWaiting' | 'putEmbeddings'

/** Putting items in, taking them out, looking them up. */
export function itemMethods(inTurn: InTurn): Pick<EngineService, ItemMethod> {
  return {
    putItems: inTurn(async (session, { items }: { items: readonly PreparedItem[] }) => {
      const catalogue = await session.catalogue()
      const result = await session.withRoom((store) =>
        storeItems(items, {
          catalogue,
          store,
          isCatalogueItem: (id) => session.catalogues.isSiteItem(id),
        }),
      )
      const refused = new Set(result.refused.map(({ id }) => id))
      session.catalogues.noteAdded(items.map(({ item }) => item.id).filter((id) => !refused.has(id)))
      if (result.added > 0) session.tell('items')
      return result
    }),
    removeItems: inTurn(async (session, { itemIds }: { itemIds: readonly string[] }) => {
      const catalogue = await session.catalogue()
      const store = await session.store()
      // The site's items are the site's: taken out here, they would come back with its next revision.
      const own = itemIds.filter((id) => !session.catalogues.isSiteItem(id))
      const removed = await store.removeItems(own)
      for (const id of own) catalogue.remove(id)
      session.catalogues.noteRemoved(own)
      if (removed > 0) session.tell('items')
      return { removed }
    }),
    getItems: inTurn(async (session, { itemIds }: { itemIds: readonly string[] }) => {
      const catalogue = await session.catalogue()
      return { items: itemIds.map((id) => catalogue.get(id)) }
    }),
    listWaiting: inTurn(async (session, { after, limit }: { after?: string; limit: number }) => ({
      items: await waitingItems(session, after ?? '', limit),
    })),
    putEmbeddings: inTurn(async (session, { items }: { items: readonly NewEmbeddings[] }) => {
      const catalogue = await session.catalogue()
      const { waiting } = session.catalogues
      // What was added again meanwhile has embeddings already, of newer content.
      const wanted = items.filter(({ itemId }) => waiting.has(itemId))
      const stored = await session.withRoom((store) => storeEmbeddings(wanted, { catalogue, store }))
      session.catalogues.noteNotWaiting(stored)
      if (stored.length > 0) session.tell('items')
      return { stored: stored.length }
    }),
    getEmbeddings: inTurn(async (session, { itemId }: { itemId: string }) => {
      const catalogue = await session.catalogue()
      const spaceId = catalogue.space?.id ?? ''
      return { embeddings: embeddingsOf(catalogue, itemId).map((embedding) => ({ ...embedding, spaceId })) }
    }),
  }
}

async function waitingItems(session: Session, after: string, limit: number): Promise<WaitingItem[]> {
  const catalogue = await session.catalogue()
  const ids = [...session.catalogues.waiting.keys()].filter((id) => id > after && catalogue.has(id)).sort()
  return ids
    .slice(0, limit)
    .map((id) => ({ item: catalogue.get(id), modalities: session.catalogues.waiting.get(id) ?? [] }))
}
