import {
  again,
  becauseOf,
  checkLimit,
  complementary,
  type Interaction,
  LocavoreError,
  type RankedList,
  type RankingContext,
  recentlySeen,
  trending,
} from '@locavore/core'
import type { EngineService, ListPage, ShelfRequest } from '../../shared/protocol.js'
import type { Session } from '../session.js'
import type { InTurn } from '../work.js'

/** Lists of one question. */
export function shelfMethods(inTurn: InTurn): Pick<EngineService, 'shelf'> {
  return { shelf: inTurn(openShelf) }
}

async function openShelf(session: Session, request: ShelfRequest): Promise<ListPage> {
  const { language, mode, context, limit } = request
  const own = mode === undefined ? {} : { mode }
  const now = context === undefined ? {} : { context }
  const { known, ...ground } = await session.ranking({ ...own, ...now })
  const log = (await (await session.store()).readLog()).filter((interaction) => interaction.mode === mode)
  return session.lists.open({
    ...own,
    list: rankShelf(ground, log, request),
    kind: 'shelf',
    catalogue: ground.catalogue,
    limit: checkLimit(limit),
    language: language ?? session.language,
    lastSequence: known.lastSequence,
    remake: (other) => rankShelf({ ...ground, ...session.personOf(other, ground, { ...own, ...now }) }, other, request),
  })
}

function rankShelf(ground: RankingContext, log: readonly Interaction[], request: ShelfRequest): RankedList {
  const { shelf, itemId, language: _, mode, context, ...options } = request
  switch (shelf) {
    case 'trending':
      return trending(ground, options)
    case 'again':
      return again(ground, log, options)
    case 'recently-seen':
      return recentlySeen(ground, log, options)
    case 'because':
      return becauseOf(ground, log, options)?.list ?? recentlySeen(ground, [], options)
    case 'complementary':
      return complementary(ground, itemId ?? '', options)
    default:
      throw new LocavoreError(
        'invalid-argument',
        `shelf: there is none called ${JSON.stringify(shelf)}. There are trending, again, recently-seen, because and complementary.`,
      )
  }
}
