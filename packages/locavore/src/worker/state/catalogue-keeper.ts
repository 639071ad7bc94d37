import {
  type Catalogue,
  type EmbeddingSpace,
  type Kernels,
  LocavoreError,
  type Modality,
  SimilarityCache,
  toLocavoreError,
} from '@locavore/core'
import type { CatalogueState, Store, StoredItem } from '@locavore/store'
import type { CatalogueRequest, OpenRequest } from '../../shared/protocol.js'
import { type FetchedCatalogue, type LoadOptions, loadCatalogue } from '../catalogue/catalogue-loader.js'
import {
  addEmbeddings,
  buildCatalogue,
  chunksOf,
  type EmbeddingsById,
  embeddingsById,
  hasEmbedding,
} from './build-catalogue.js'
import { findWaiting } from './waiting.js'

export interface CatalogueKeeperParts {
  readonly request: Pick<OpenRequest, 'catalogue' | 'space'>
  readonly kernels: Kernels
  readonly store: () => Promise<Store>
  readonly note: (request: CatalogueRequest) => void
  /** Another catalogue is in memory from now on; the old one is the receiver's to close. */
  readonly onSwap: (old: Catalogue) => void
}

/** What the device is said to hold after a damaged catalogue was dropped: one of no address, so none of this site. */
const DROPPED: CatalogueState = { url: '', revision: '', itemCount: 0 }

type Waiting = Pick<LoadOptions, 'signal' | 'onProgress'>

/**
 * The items in memory: from the device where it has them, else from the site. A catalogue from the site can be ranked
 * before it is on the device; keeping it is the second step, so that a first visit waits for the network alone.
 */
export class CatalogueKeeper {
  readonly #parts: CatalogueKeeperParts
  #catalogue: Catalogue
  #similarities: SimilarityCache
  /** Ids that belong to the site's catalogue. */
  #siteIds: ReadonlySet<string> = new Set()
  #held: { readonly revision: string; readonly spaceId: string } | undefined
  /** In memory, and not yet on the device. */
  #unkept: FetchedCatalogue | undefined
  /** The device's own copy was damaged, and none was fetched since. */
  #dropped = false
  #complaint = ''
  #waiting = new Map<string, readonly Modality[]>()

  constructor(parts: CatalogueKeeperParts) {
    this.#parts = parts
    const { kernels, request } = parts
    this.#catalogue = buildCatalogue({ kernels, space: request.space, items: [], embeddings: new Map() })
    this.#similarities = new SimilarityCache(this.#catalogue)
  }

  get catalogue(): Catalogue {
    return this.#catalogue
  }

  get similarities(): SimilarityCache {
    return this.#similarities
  }

  get siteIds(): ReadonlySet<string> {
    return this.#siteIds
  }

  /** Items of the device that only another model has encoded, with the media it knew. */
  get waiting(): ReadonlyMap<string, readonly Modality[]> {
    return this.#waiting
  }

  /** These items have embeddings of the present model now, or are gone. */
  noteNotWaiting(itemIds: readonly string[]): void {
    for (const id of itemIds) this.#waiting.delete(id)
  }

  get revision(): string | undefined {
    return this.#held?.revision
  }

  /** Why the catalogue is not the site's newest, or not kept; empty if all is well. */
  get complaint(): string {
    return this.#complaint
  }

  /** True while the site has a catalogue and none is in memory. */
  get missing(): boolean {
    return this.#parts.request.catalogue !== undefined && this.#held === undefined
  }

  /** True while there is none because the device's own copy was damaged: the person's items must be served without. */
  get dropped(): boolean {
    return this.#dropped
  }

  /** True if the catalogue in memory is lost with this page. */
  get unkept(): boolean {
    return this.#unkept !== undefined
  }

  /** Reads the person's own items again; the site's catalogue too, unless the one in memory is all there is. */
  async reload(): Promise<void> {
    if (this.#unkept === undefined) await this.openFromDevice()
    else await this.adopt(this.#unkept)
  }

  /** Puts what the device holds into memory. */
  openFromDevice(): Promise<void> {
    return this.#pastDamage(() => this.#readDevice())
  }

  async #readDevice(): Promise<void> {
    const store = await this.#parts.store()
    const state = await store.catalogueState()
    const held = state === undefined ? undefined : this.#heldBy(state)
    const space = this.#parts.request.space ?? held?.space
    const stored = await store.readItems()
    const items = held === undefined ? stored.filter(({ source }) => source === 'device') : stored
    const catalogue = buildCatalogue({ kernels: this.#parts.kernels, space, items, embeddings: new Map() })
    try {
      // Chunk by chunk: the database's copy of a large catalogue must not stand in memory beside this one.
      if (space !== undefined) await store.visitEmbeddings(space.id, (chunk) => addEmbeddings(catalogue, chunk))
      this.#waiting = await findWaiting(store, space, (id) => hasEmbedding(catalogue, id))
    } catch (error) {
      catalogue.close()
      throw error
    }
    this.#dropped = state?.url === DROPPED.url
    this.#held = held === undefined ? undefined : { revision: held.revision, spaceId: held.space.id }
    this.#swap(items, catalogue)
  }

  /** Fetches the site's catalogue. Takes nothing over, so it can run beside other calls. */
  async fetch(waiting: Waiting): Promise<FetchedCatalogue | undefined> {
    const { request, note } = this.#parts
    if (request.catalogue === undefined) return undefined
    const fetched = await loadCatalogue(request.catalogue, {
      ...waiting,
      note,
      ...(this.#held === undefined ? {} : { held: this.#held }),
    })
    if (fetched !== undefined) this.#refuseOtherSpace(fetched.space)
    return fetched
  }

  /** Takes a fetched catalogue over into memory, around the person's own items. */
  async adopt(fetched: FetchedCatalogue): Promise<void> {
    const own = (await (await this.#parts.store()).readItems()).filter(({ source }) => source === 'device')
    const embeddings = embeddingsById(chunksOf(fetched))
    if (own.length > 0) await this.#pastDamage(() => this.#addOwn(own, embeddings, fetched.space.id))
    this.#waiting = await findWaiting(await this.#parts.store(), fetched.space, (id) => embeddings.has(id))
    const items = [...fetched.items.map((item): StoredItem => ({ item, source: 'catalogue' })), ...own]
    this.#held = { revision: fetched.revision, spaceId: fetched.space.id }
    this.#unkept = fetched
    this.#dropped = false
    this.#complaint = ''
    this.#swap(items, buildCatalogue({ kernels: this.#parts.kernels, space: fetched.space, items, embeddings }))
  }

  /** Keeps the catalogue in memory on the device, old or new and never a mixture. */
  async keep(): Promise<void> {
    const unkept = this.#unkept
    if (unkept === undefined) return
    const { url, revision, items, space } = unkept
    try {
      const store = await this.#parts.store()
      const there = await store.catalogueState()
      // Another tab may have been here first.
      if (there?.url !== url || there.revision !== revision) {
        await store.replaceCatalogue({ url, revision, itemCount: items.length, space }, items, chunksOf(unkept))
      }
      this.#unkept = undefined
      this.#complaint = ''
    } catch (error) {
      this.#complaint = `The catalogue could not be kept on this device (${toLocavoreError(error).code}); it will be fetched again next time.`
    }
  }

  noteRefreshFailure(error: LocavoreError): void {
    this.#complaint = this.#dropped
      ? `The catalogue on this device was damaged and could not be fetched again (${error.code}); until it can be, only items added here are served.`
      : `The catalogue could not be refreshed (${error.code}); the one on this device goes on serving.`
  }

  noteRefreshed(): void {
    this.#complaint = ''
  }

  close(): void {
    this.#catalogue.close()
  }

  /** Reads once more without the device's copy of the catalogue if that is damaged: the site has it too. */
  async #pastDamage(read: () => Promise<void>): Promise<void> {
    try {
      await read()
    } catch (thrown) {
      const { code, details } = toLocavoreError(thrown)
      if (code !== 'storage-corrupt' || details?.['source'] !== 'catalogue') throw thrown
      await (await this.#parts.store()).replaceCatalogue(DROPPED, [], [])
      await read()
    }
  }

  async #addOwn(own: readonly StoredItem[], embeddings: EmbeddingsById, spaceId: string): Promise<void> {
    const stored = embeddingsById(await (await this.#parts.store()).readEmbeddings(spaceId))
    for (const { item } of own) {
      const entry = stored.get(item.id)
      if (entry !== undefined) embeddings.set(item.id, entry)
    }
  }

  /** Undefined if what the device holds is of another address or space: an older version of the site kept it. */
  #heldBy({ url, revision, space }: CatalogueState): { revision: string; space: EmbeddingSpace } | undefined {
    const { catalogue, space: expected } = this.#parts.request
    if (space === undefined || url !== catalogue) return undefined
    return expected === undefined || space.id === expected.id ? { revision, space } : undefined
  }

  #refuseOtherSpace(space: EmbeddingSpace): void {
    const expected = this.#parts.request.space
    if (expected === undefined || expected.id === space.id) return
    throw new LocavoreError(
      'space-mismatch',
      `The catalogue was made in the space "${space.id}", but the encoder or the option space says "${expected.id}". Build the catalogue with the model that the page uses.`,
    )
  }

  #swap(items: readonly StoredItem[], catalogue: Catalogue): void {
    const old = this.#catalogue
    this.#catalogue = catalogue
    this.#similarities = new SimilarityCache(this.#catalogue)
    this.#siteIds = new Set(items.filter(({ source }) => source === 'catalogue').map(({ item }) => item.id))
    this.#parts.onSwap(old)
  }
}
