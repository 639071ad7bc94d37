import {
  type BacktestCase,
  backtestCases,
  backtestReport,
  type Interaction,
  logBefore,
  type ReplayedCase,
  recommend,
  replayCase,
} from '@locavore/core'
import type { BacktestRequest, EngineService } from '../../shared/protocol.js'
import type { Session } from '../session.js'
import type { InTurn } from '../work.js'

interface Replay {
  readonly log: readonly Interaction[]
  readonly cases: readonly BacktestCase[]
  /** Of the log when it was read: another one means that something of it was taken away. */
  readonly epoch: number
}

interface Step {
  readonly request: BacktestRequest
  readonly replay: Replay
  readonly one: BacktestCase
}

/** `forgotten`: the log is no more what it was; `impossible`: no list could have shown the item. */
type StepResult = ReplayedCase | 'forgotten' | 'impossible'

/** Holding lists against what was chosen. */
export function backtestMethods(inTurn: InTurn): Pick<EngineService, 'backtest'> {
  const begin = inTurn(beginReplay)
  const advance = inTurn(replayOne)
  const report = inTurn(async (session, replayed: readonly ReplayedCase[]) => {
    const catalogue = await session.catalogue()
    const hasPopularity = catalogue.fact('popularity').some((count) => count >= 0)
    return backtestReport(replayed, hasPopularity)
  })
  return {
    backtest: async (request, context) => {
      for (;;) {
        const replay = await begin(request, context)
        const replayed = await replayAll(replay)
        // What was forgotten meanwhile must be in no figure.
        if (replayed !== 'forgotten') return report(replayed, context)
      }

      async function replayAll(replay: Replay): Promise<readonly ReplayedCase[] | 'forgotten'> {
        const replayed: ReplayedCase[] = []
        for (const [done, one] of replay.cases.entries()) {
          context.progress({ done, cases: replay.cases.length })
          const result = await advance({ request, replay, one }, context)
          if (result === 'forgotten') return result
          if (result !== 'impossible') replayed.push(result)
          // Lets messages in: other calls take their turn, and a caller who gave up is heard.
          await new Promise((resolve) => setTimeout(resolve))
        }
        context.progress({ done: replay.cases.length, cases: replay.cases.length })
        return replayed
      }
    },
  }
}

/** @throws `unknown-option`, `invalid-argument` also where there is nothing to replay */
async function beginReplay(session: Session, { mode, cases: most, ...options }: BacktestRequest): Promise<Replay> {
  const { known: _, ...ground } = await session.ranking(mode === undefined ? {} : { mode })
  recommend(ground, options)
  const store = await session.store()
  const { epoch } = await store.revision()
  const log = await store.readLog()
  return { log, epoch, cases: backtestCases(log, { most, ...(mode === undefined ? {} : { mode }) }) }
}

async function replayOne(session: Session, { request, replay, one }: Step): Promise<StepResult> {
  const { mode, cases: _, ...options } = request
  const own = mode === undefined ? {} : { mode }
  const { epoch } = await (await session.store()).revision()
  if (epoch !== replay.epoch) return 'forgotten'
  const { known: __, ...ground } = await session.ranking(own)
  const now = one.context === undefined ? {} : { context: one.context }
  const then = { ...ground, ...session.personOf(logBefore(replay.log, one), ground, { ...own, ...now }) }
  return replayCase(then, one, options) ?? 'impossible'
}
