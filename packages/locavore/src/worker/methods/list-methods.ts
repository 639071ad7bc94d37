import {
  checkLimit,
  LocavoreError,
  MODALITIES,
  queryFor,
  queryFromItem,
  type RankedList,
  type RankingContext,
  recommend,
  related,
} from '@locavore/core'
import type {
  AlignmentGround,
  AlignmentRequest,
  EngineService,
  ListKind,
  ListPage,
  ListRequest,
  RecommendRequest,
  RelatedRequest,
  SearchRequest,
} from '../../shared/protocol.js'
import type { Session } from '../session.js'
import type { InTurn } from '../work.js'
import { rankQuery } from './rank-query.js'

type ListMethod = 'recommend' | 'related' | 'search' | 'next' | 'explain' | 'alignment'

/** Making lists, going on with them, and saying why. */
export function listMethods(inTurn: InTurn): Pick<EngineService, ListMethod> {
  return {
    recommend: inTurn((session, request: RecommendRequest) =>
      firstPage(session, 'recommend', request, (context) => recommend(context, request)),
    ),
    related: inTurn((session, { itemId, ...options }: RelatedRequest) =>
      firstPage(session, 'related', options, (context) => related(context, itemId, options)),
    ),
    search: inTurn((session, request: SearchRequest) =>
      firstPage(session, 'search', request, (context) => rankQuery(context, request)),
    ),
    alignment: inTurn(alignmentGround),
    next: inTurn(async (session, { listId, limit }: { listId: string; limit?: number }) => {
      const { profile } = await session.ranking()
      return session.lists.next(listId, profile, limit === undefined ? undefined : checkLimit(limit))
    }),
    explain: inTurn(async (session, { listId, itemId }: { listId: string; itemId: string }) => {
      // Another tab may have forgotten what this list would name.
      await session.profiles.current()
      return session.lists.get(listId).list.explain(itemId)
    }),
  }
}

async function firstPage(
  session: Session,
  kind: ListKind,
  { limit }: ListRequest,
  rank: (context: RankingContext) => RankedList,
): Promise<ListPage> {
  const context = await session.ranking()
  return session.lists.open({ list: rank(context), kind, catalogue: context.catalogue, limit: checkLimit(limit) })
}

/** @throws `unknown-item`, `no-content` if the item asked with has no embedding */
async function alignmentGround(session: Session, { itemId, queryItemId }: AlignmentRequest): Promise<AlignmentGround> {
  const catalogue = await session.catalogue()
  const item = catalogue.get(itemId)
  if (queryItemId === undefined) return { item, queries: {} }
  const asked = queryFromItem(catalogue, catalogue.require(queryItemId))
  if (asked.length === 0) {
    throw new LocavoreError('no-content', 'align: the item asked with has no embedding. Ask with words instead.')
  }
  return { item, queries: Object.fromEntries(MODALITIES.map((modality) => [modality, queryFor(asked, modality)])) }
}
