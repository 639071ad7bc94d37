import type { ErrorRecord } from '@locavore/core'

/** Raised with every change of the messages: page and worker of different builds must not talk to each other. */
export const PROTOCOL_VERSION = 1

export interface InvokeRequest {
  readonly id: number
  readonly method: string
  readonly argument: unknown
}

/** How a call ended. Errors travel as data, because a structured clone keeps neither class nor code. */
export type InvokeResult =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly error: ErrorRecord }

/** What the page may ask of the worker. */
export interface WorkerEndpoint {
  invoke(request: InvokeRequest): Promise<InvokeResult>
  cancel(id: number): void
  ping(): void
}

/** What the worker tells the page unasked, on the same port as the results, so that the order is kept. */
export type Notice =
  | { readonly locavore: 'serving'; readonly protocol: number }
  | { readonly locavore: 'progress'; readonly call: number; readonly report: unknown }

export function isNotice(data: unknown): data is Notice {
  return typeof data === 'object' && data !== null && 'locavore' in data
}
