import { type Kernels, LocavoreError, toLocavoreError } from '@locavore/core'
import type { openStore } from '@locavore/store'
import type { CallContext } from '@locavore/threads/worker'
import { type EngineService, PROTOCOL_VERSION } from '../shared/protocol.js'
import { backtestMethods } from './methods/backtest-methods.js'
import { explanationMethods } from './methods/explanation-methods.js'
import { itemMethods } from './methods/item-methods.js'
import { listMethods } from './methods/list-methods.js'
import { personMethods } from './methods/person-methods.js'
import { shelfMethods } from './methods/shelf-methods.js'
import { tasteMethods } from './methods/taste-methods.js'
import { Session } from './session.js'
import type { Patience } from './state/catalogue-keeper.js'
import { TaskQueue } from './task-queue.js'
import type { InTurn } from './work.js'

const DONE = { done: true } as const

/** What the engine stands on; tests put faults in. */
export interface EngineParts {
  readonly openStore: typeof openStore
  readonly createKernels: () => Promise<Kernels>
}

/** The recommender itself, without a thread around it: the service that `engine-worker.ts` offers to the page. */
export function createEngine(parts: EngineParts): EngineService {
  const queue = new TaskQueue()
  const refreshes = new TaskQueue()
  let session: Session | undefined

  function opened(): Session {
    if (session !== undefined) return session
    throw new LocavoreError('internal', 'The engine was asked before it was opened.')
  }

  /** One call at a time, and none that its caller has given up by the time it is due. */
  const inTurn: InTurn = (work) => (argument, context) =>
    queue.run(() => {
      if (context.cancelled()) throw new LocavoreError('aborted', 'The call was aborted by its caller.')
      return work(opened(), argument, context)
    })

  return {
    open: (request) =>
      queue.run(async () => {
        refuseOtherProtocol(request.protocol)
        await session?.close('The engine was opened again.', 'save')
        session = new Session(request, { openStore: parts.openStore, kernels: await parts.createKernels() })
        await session.openFromDevice()
        return session.report()
      }),
    load: inTurn(async (open, _, context) => {
      await open.catalogue(waitingFor(context))
      return open.report()
    }),
    refresh: (_, context) => refreshes.run(() => refresh(opened(), queue, context)),
    requests: async () => opened().requests,
    ...itemMethods(inTurn),
    ...listMethods(inTurn),
    ...shelfMethods(inTurn),
    ...explanationMethods(inTurn),
    ...backtestMethods(inTurn),
    ...personMethods(inTurn),
    ...tasteMethods(inTurn),
    suspend: inTurn(async (open) => {
      await open.suspend()
      return DONE
    }),
    close: inTurn(async (open) => {
      await open.close('The recommender was closed.', 'save')
      return DONE
    }),
  }
}

/** A half-updated cache can pair a page with the worker of another version. */
function refuseOtherProtocol(given: number): void {
  if (given === PROTOCOL_VERSION) return
  throw new LocavoreError(
    'internal',
    `The page speaks version ${given} of the engine's protocol, the worker ${PROTOCOL_VERSION}: they are of different builds. Reload the page; if that does not help, publish both files of one build.`,
    { page: given, worker: PROTOCOL_VERSION },
  )
}

/** The network is waited for outside the queue, so that lists are made from what is there meanwhile. */
async function refresh(session: Session, queue: TaskQueue, context: CallContext) {
  try {
    await session.arrival.refresh(waitingFor(context), (work) => queue.run(work))
  } catch (thrown) {
    const error = toLocavoreError(thrown)
    // Offline is no fault: the catalogue on the device is meant for it.
    const expected =
      error.code === 'aborted' || error.code === 'closed' || (error.code === 'fetch-failed' && isOffline())
    if (!expected) session.catalogues.noteRefreshFailure(error)
  }
  return queue.run(() => session.report())
}

function isOffline(): boolean {
  return globalThis.navigator?.onLine === false
}

function waitingFor(context: CallContext): Patience {
  const controller = new AbortController()
  context.onCancel(() => controller.abort())
  return { signal: controller.signal, onProgress: (progress) => context.progress(progress) }
}
