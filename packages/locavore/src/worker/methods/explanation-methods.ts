import {
  type Counterfactual,
  changeSearch,
  currentWeights,
  type Interaction,
  LocavoreError,
  type NoCounterfactual,
  type SentenceLanguage,
  sayCounterfactual,
} from '@locavore/core'
import type { ChangeReport, EngineService, HistoryRow, ShownRequest } from '../../shared/protocol.js'
import type { Session } from '../session.js'
import type { InTurn } from '../work.js'
import { historyRow } from './person-methods.js'

/** Rankings a search may take; as many as the measurements of docs/ranking.md had. */
const MOST_RANKINGS = 64

interface Search {
  readonly request: ShownRequest
  readonly steps: ReturnType<typeof changeSearch>
  readonly log: readonly Interaction[]
}

/** Saying why. */
export function explanationMethods(inTurn: InTurn): Pick<EngineService, 'explain' | 'whatWouldChange'> {
  const begin = inTurn(beginSearch)
  const advance = inTurn(async (session, { request, steps }: Search) => {
    // Another tab may have forgotten what the list was made from since the last ranking.
    await session.profiles.current()
    session.lists.get(request.listId)
    return steps.next()
  })
  const report = inTurn((session, { search, result }: { search: Search; result: Counterfactual | NoCounterfactual }) =>
    changeReport(session, search, result),
  )
  return {
    explain: inTurn(async (session, { listId, itemId, ...speech }: ShownRequest) => {
      checkTitles(speech.titles)
      // Another tab may have forgotten what this list would name.
      await session.profiles.current()
      const { list, language } = session.lists.get(listId)
      return list.explain(itemId, { language, ...speech })
    }),
    whatWouldChange: async (request, context) => {
      const search = await begin(request, context)
      for (;;) {
        const step = await advance(search, context)
        if (step.done) return report({ search, result: step.value }, context)
        context.progress({ rankings: step.value, most: MOST_RANKINGS })
        // Lets messages in: other calls take their turn, and a caller who gave up is heard.
        await new Promise((resolve) => setTimeout(resolve))
      }
    },
  }
}

async function beginSearch(session: Session, request: ShownRequest): Promise<Search> {
  checkTitles(request.titles)
  await session.profiles.current()
  const { list, limit, lastSequence, remake } = session.lists.get(request.listId)
  // Refuses what was not shown, and a language that is not there, before anything is ranked.
  list.explain(request.itemId, request)
  const log = (await (await session.store()).readLog()).filter(({ sequence }) => sequence <= lastSequence)
  const steps = changeSearch({
    itemId: request.itemId,
    log,
    rank: remake,
    pageSize: limit,
    mostRankings: MOST_RANKINGS,
  })
  return { request, steps, log }
}

async function changeReport(
  session: Session,
  { request, log }: Search,
  result: Counterfactual | NoCounterfactual,
): Promise<ChangeReport> {
  const { rankings, exhausted } = result
  if (!result.found) return { found: false, why: exhausted ? 'search-ended' : 'not-by-actions', rankings }
  const { catalogue, language, mode } = session.lists.get(request.listId)
  const weights = currentWeights(await session.profiles.current(mode))
  const taken = new Set(result.sequences)
  const actions = log.filter(({ sequence }) => taken.has(sequence)).map((each) => historyRow(catalogue, weights, each))
  return {
    found: true,
    actions,
    instead: result.instead.flatMap((id) => catalogue.itemAt(catalogue.indexOf(id) ?? -1) ?? []),
    sentence: sentenceOf(actions, request, request.language ?? language),
    smallest: !exhausted,
    rankings,
  }
}

function sentenceOf(actions: readonly HistoryRow[], { titles = {} }: ShownRequest, language: SentenceLanguage): string {
  const named = actions.map(({ itemId = '', item, query }) =>
    Object.hasOwn(titles, itemId) ? (titles[itemId] ?? itemId) : (query ?? item?.title ?? itemId),
  )
  return sayCounterfactual([...new Set(named)], language)
}

function checkTitles(titles: unknown): void {
  if (titles === undefined) return
  const fits =
    typeof titles === 'object' && titles !== null && Object.values(titles).every((title) => typeof title === 'string')
  if (fits) return
  throw new LocavoreError('invalid-argument', 'The option titles must be an object of texts by item id.')
}
