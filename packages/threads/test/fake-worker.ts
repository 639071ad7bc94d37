import type { Endpoint } from 'comlink'
import { type Service, serve } from '../src/worker/index.js'

export type Fault = 'terminate' | 'error' | 'messageerror' | 'silence'

/** A worker in the same thread, only to inject faults: what it does right is tested in a real browser. */
export class FakeWorker extends EventTarget {
  readonly #inside: MessagePort
  readonly #outside: MessagePort
  #silent = false

  constructor(service: Service | undefined) {
    super()
    const { port1, port2 } = new MessageChannel()
    this.#outside = port1
    this.#inside = port2
    port1.addEventListener('message', (event) => {
      if (!this.#silent) this.dispatchEvent(new MessageEvent('message', { data: event.data }))
    })
    port1.start()
    if (service !== undefined) serve(service, port2 as unknown as Endpoint)
  }

  postMessage(message: unknown, transfer: Transferable[] = []): void {
    this.#outside.postMessage(message, transfer)
  }

  terminate(): void {
    this.#silent = true
    this.#inside.close()
    this.#outside.close()
  }

  suffer(fault: Fault): void {
    if (fault === 'terminate') this.terminate()
    else if (fault === 'silence') this.#silent = true
    else this.dispatchEvent(Object.assign(new Event(fault), { message: 'injected', filename: 'fake.js', lineno: 1 }))
  }

  asWorker(): Worker {
    return this as unknown as Worker
  }
}
