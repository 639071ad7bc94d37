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

type ListMethod = 'recommend' | 'related' | 'search' | 'next' | 'alignment'

/** Making lists, and going on with them. */
export function listMethods(inTurn: InTurn): Pick<EngineService, ListMethod> {
  return {
    recommend: inTurn((session, request: RecommendRequest) => {
      const { language: _, ...options } = seeded(request)
      return firstPage(session, 'recommend', request, (context) => recommend(context, options))
    }),
    related: inTurn((session, request: RelatedRequest) => {
      const { itemId, language: _, ...options } = request
      return firstPage(session, 'related', request, (context) => related(context, itemId, options))
    }),
    search: inTurn((session, request: SearchRequest) => {
      const { language: _, ...options } = request
      return firstPage(session, 'search', request, (context) => rankQuery(context, options))
    }),
    alignment: inTurn(alignmentGround),
    next: inTurn(async (session, { listId, limit }: { listId: string; limit?: number }) => {
      const { profile } = await session.ranking()
      return session.lists.next(listId, profile, limit === undefined ? undefined : checkLimit(limit))
    }),
  }
}

async function firstPage(
  session: Session,
  kind: ListKind,
  { limit, language }: ListRequest,
  rank: (context: RankingContext) => RankedList,
): Promise<ListPage> {
  const context = await session.ranking()
  return session.lists.open({
    list: rank(context),
    kind,
    catalogue: context.catalogue,
    limit: checkLimit(limit),
    language: language ?? session.language,
    lastSequence: context.profile.lastSequence,
    remake: (log) => rank({ ...context, profile: session.profileOf(log) }),
  })
}

/** Tries of its own for every list, and the same again whenever this list is made anew. */
function seeded({ explore, ...request }: RecommendRequest): RecommendRequest {
  if (explore === undefined || explore === false) return request
  const [seed = 0] = crypto.getRandomValues(new Uint32Array(1))
  // What is neither true nor an object is left for the ranking to refuse.
  return {
    ...request,
    explore: explore === true || typeof explore === 'object' ? { seed, ...Object(explore) } : explore,
  }
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
