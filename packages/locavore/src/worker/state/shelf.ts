import { LocavoreError } from '@locavore/core'
import type { OpenedStore, openStore, Store } from '@locavore/store'
import type { OpenRequest } from '../../shared/protocol.js'

/** The store of this site, opened when it is needed and let go when the page may be frozen. */
export class Shelf {
  readonly #request: Pick<OpenRequest, 'name' | 'storage'>
  readonly #open: typeof openStore
  #opened: Promise<OpenedStore> | undefined
  #closed: string | undefined

  constructor(request: Pick<OpenRequest, 'name' | 'storage'>, open: typeof openStore) {
    this.#request = request
    this.#open = open
  }

  async store(): Promise<Store> {
    return (await this.opened()).store
  }

  opened(): Promise<OpenedStore> {
    if (this.#closed !== undefined) return Promise.reject(new LocavoreError('closed', this.#closed))
    this.#opened ??= this.#openOnce()
    return this.#opened
  }

  /** Lets go of the database, unless memory is all there is. */
  async release(): Promise<void> {
    const opened = await this.#opened?.catch(() => undefined)
    if (opened === undefined || opened.store.kind === 'memory') return
    this.#opened = undefined
    await opened.store.close()
  }

  /** @param why what later calls are told */
  async close(why: string): Promise<void> {
    this.#closed ??= why
    const opened = await this.#opened?.catch(() => undefined)
    this.#opened = undefined
    await opened?.store.close()
  }

  async #openOnce(): Promise<OpenedStore> {
    try {
      return await this.#open({ name: this.#request.name, storage: this.#request.storage })
    } catch (error) {
      // A failed opening must not answer for the next one.
      this.#opened = undefined
      throw error
    }
  }
}
