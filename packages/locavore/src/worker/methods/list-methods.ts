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
      const { language: _, mode, context, taste, ...options } = seeded(request)
      return firstPage(session, 'recommend', request, (ground) => recommend(ground, options))
    }),
    related: inTurn((session, request: RelatedRequest) => {
      const { itemId, language: _, mode, context, ...options } = request
      return firstPage(session, 'related', request, (ground) => related(ground, itemId, options))
    }),
    search: inTurn((session, request: SearchRequest) => {
      const { language: _, mode, context, ...options } = request
      return firstPage(session, 'search', request, (ground) => rankQuery(ground, options))
    }),
    alignment: inTurn(alignmentGround),
    next: inTurn(async (session, { listId, limit }: { listId: string; limit?: number }) => {
      const { mode } = session.lists.get(listId)
      const { known } = await session.ranking(mode === undefined ? {} : { mode })
      return session.lists.next(listId, known, limit === undefined ? undefined : checkLimit(limit))
    }),
  }
}

async function firstPage(
  session: Session,
  kind: ListKind,
  { limit, language, mode, context, taste }: ListRequest & Pick<RecommendRequest, 'taste'>,
  rank: (ground: RankingContext) => RankedList,
): Promise<ListPage> {
  const own = mode === undefined ? {} : { mode }
  const now = { ...(context === undefined ? {} : { context }), ...(taste === undefined ? {} : { taste }) }
  const { known, ...ground } = await session.ranking({ ...own, ...now })
  return session.lists.open({
    ...own,
    list: rank(ground),
    kind,
    catalogue: ground.catalogue,
    limit: checkLimit(limit),
    language: language ?? session.language,
    lastSequence: known.lastSequence,
    remake: (log) => rank({ ...ground, ...session.personOf(log, ground, { ...own, ...now }) }),
  })
}

/** Tries of its own for every list, and the same again whenever this list is made anew. */
function seeded({ explore, ...request }: RecommendRequest): RecommendRequest {
  if (explore === undefined || explore === false) return request
  const [seed = 0] = crypto.getRandomValues(new Uint32Array(1))
  // What is neither true nor an object is left for the ranking to refuse.
  return {
    ...request,
    explore:
      explore === true || (typeof explore === 'object' && explore !== null) ? { seed, ...Object(explore) } : explore,
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
