import { checkLimit, type RankedList, type RankingContext, recommend, related } from '@locavore/core'
import type {
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

type ListMethod = 'recommend' | 'related' | 'search' | 'next' | 'explain'

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
