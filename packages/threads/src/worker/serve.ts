import { LocavoreError, toLocavoreError } from '@locavore/core'
import { type Endpoint, expose, transfer } from 'comlink'
import {
  type InvokeRequest,
  type InvokeResult,
  type Notice,
  PROTOCOL_VERSION,
  type WorkerEndpoint,
} from '../shared/protocol.js'
import type { CallContext, Service, ServiceMethod } from '../shared/service.js'
import { RunningCalls } from './running-calls.js'
import { transferablesOf } from './transferred.js'

/**
 * Offers a service to the page that started this worker. Call it once, when the worker is able to answer: the page sends
 * nothing before. `port` is the worker's own scope unless a test passes another.
 */
export function serve(service: Service, port: Endpoint = globalThis as unknown as DedicatedWorkerGlobalScope): void {
  const running = new RunningCalls()
  const notify = (notice: Notice) => port.postMessage(notice)
  const endpoint: WorkerEndpoint = {
    invoke: async (request) => {
      const report = (value: unknown) => notify({ locavore: 'progress', call: request.id, report: value })
      const result = await run(service, request, running.open(request.id, report))
      running.close(request.id)
      return result.ok ? transfer(result, transferablesOf(result.value)) : result
    },
    cancel: (id) => running.cancel(id),
    ping: () => {},
  }
  port.addEventListener('messageerror', refuseUnreadableMessage)
  expose(endpoint, port)
  notify({ locavore: 'serving', protocol: PROTOCOL_VERSION })
}

async function run(service: Service, request: InvokeRequest, context: CallContext): Promise<InvokeResult> {
  try {
    return { ok: true, value: await findMethod(service, request.method)(request.argument, context) }
  } catch (thrown) {
    return { ok: false, error: toLocavoreError(thrown, isAbort(thrown) ? 'aborted' : 'internal').toRecord() }
  }
}

function findMethod(service: Service, name: string): ServiceMethod {
  const method = Object.hasOwn(service, name) ? service[name] : undefined
  if (typeof method === 'function') return method
  const known = Object.keys(service).join(', ')
  throw new LocavoreError('internal', `The service has no method "${name}". It has: ${known}.`, { method: name })
}

function isAbort(thrown: unknown): boolean {
  return thrown instanceof Error && thrown.name === 'AbortError'
}

/** Which call the message was is unknown, so the page must be told at once: an uncaught error reaches it. */
function refuseUnreadableMessage(): never {
  throw new LocavoreError('worker-failed', 'A message to the worker could not be read by it.')
}
