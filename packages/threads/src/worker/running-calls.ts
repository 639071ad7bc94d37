import type { CallContext } from '../shared/service.js'

interface RunningCall {
  cancelled: boolean
  readonly listeners: (() => void)[]
}

/** The calls a worker is busy with, by id: the place where a cancellation finds its call. */
export class RunningCalls {
  readonly #calls = new Map<number, RunningCall>()

  open(id: number, progress: CallContext['progress']): CallContext {
    const call: RunningCall = { cancelled: false, listeners: [] }
    this.#calls.set(id, call)
    return {
      cancelled: () => call.cancelled,
      onCancel: (listener) => {
        if (call.cancelled) listener()
        else call.listeners.push(listener)
      },
      progress: (report) => {
        if (!call.cancelled) progress(report)
      },
    }
  }

  cancel(id: number): void {
    const call = this.#calls.get(id)
    if (call === undefined || call.cancelled) return
    call.cancelled = true
    for (const listener of call.listeners.splice(0)) listener()
  }

  close(id: number): void {
    this.#calls.delete(id)
  }
}
