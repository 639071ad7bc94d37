import {
  type Catalogue,
  type Kernels,
  type Learnt,
  LocavoreError,
  type Modality,
  SimilarityCache,
} from '@locavore/core'
import type { Store } from '@locavore/store'
import type { CatalogueRequest, OpenRequest } from '../../shared/protocol.js'
import { keepIndex } from '../pack/assembly/keep-index.js'
import { PackAssembly } from '../pack/assembly/pack-assembly.js'
import type { FileBytes } from '../pack/assembly/shard-content.js'
import { fetchManifest } from '../pack/fetch-verified.js'
import { DamagedShard, fillFromDevice, groundOf, nextFiles, takeNext } from '../pack/held-pack.js'
import { type BringOptions, PackFiles } from '../pack/pack-files.js'
import { packGround } from '../pack/pack-ground.js'
import { failureSentence, isSameManifest, stateOf } from '../pack/pack-state.js'
import { buildCatalogue, emptyCatalogue, putShard, readOwn } from './build-catalogue.js'
import { findWaiting } from './waiting.js'

export interface CatalogueKeeperParts {
  readonly request: Pick<OpenRequest, 'catalogue' | 'space' | 'publicKeys'>
  readonly kernels: Kernels
  readonly store: () => Promise<Store>
  readonly note: (request: CatalogueRequest) => void
  /** Another catalogue is in memory from now on; the old one is the receiver's to close. */
  readonly onSwap: (old: Catalogue) => void
}

export type Patience = Omit<BringOptions, 'note'>

/** A pack that is being brought. */
export interface PackPlan {
  readonly pack: PackAssembly
  /** Shards are served as they come, because there is nothing else to serve; else the pack is served once it is whole. */
  readonly atOnce: boolean
}

/**
 * The items in memory: from the device where it has them, else from the site. A first pack is served from its first shard
 * on; a later one replaces it when it is whole and checked. What came from the site is kept on the device as a second step,
 * so that a first visit waits for the network alone.
 */
export class CatalogueKeeper {
  readonly #parts: CatalogueKeeperParts
  readonly #files: PackFiles
  #catalogue: Catalogue
  #similarities: SimilarityCache
  /** The pack in memory, or as much of it as is here. */
  #pack: PackAssembly | undefined
  /** The pack in memory is on the device as well, whole. */
  #kept = false
  /** The manifest of the pack in memory was asked for by this page, and nothing has failed since. */
  #fresh = false
  /** A shard did not hold what the manifest says: the pack is not gone on with. */
  #refused = false
  #ownIds = new Set<string>()
  #complaint = ''
  #waiting = new Map<string, readonly Modality[]>()

  constructor(parts: CatalogueKeeperParts) {
    this.#parts = parts
    this.#files = new PackFiles(parts.store)
    this.#catalogue = emptyCatalogue(parts.kernels, parts.request.space)
    this.#similarities = new SimilarityCache(this.#catalogue)
  }

  get catalogue(): Catalogue {
    return this.#catalogue
  }

  get similarities(): SimilarityCache {
    return this.#similarities
  }

  /** What the publisher learnt about the items that are here. */
  get learnt(): Learnt | undefined {
    return this.#pack?.learnt
  }

  /** Whether an item is the site's: taken out here, it would come back with the next revision. */
  isSiteItem(id: string): boolean {
    return this.#pack?.has(id) === true && !this.#ownIds.has(id)
  }

  /** Items of the device that only another model has encoded, with the media it knew. */
  get waiting(): ReadonlyMap<string, readonly Modality[]> {
    return this.#waiting
  }

  /** The person has added these, with embeddings of the present model. */
  noteAdded(itemIds: readonly string[]): void {
    for (const id of itemIds) this.#ownIds.add(id)
    this.noteNotWaiting(itemIds)
  }

  noteRemoved(itemIds: readonly string[]): void {
    for (const id of itemIds) this.#ownIds.delete(id)
    this.noteNotWaiting(itemIds)
  }

  /** These items have embeddings of the present model now. */
  noteNotWaiting(itemIds: readonly string[]): void {
    for (const id of itemIds) this.#waiting.delete(id)
  }

  get revision(): string | undefined {
    return this.#pack?.ground.manifest.revision
  }

  /** Shards that are served, of all there are. */
  get parts(): { readonly here: number; readonly all: number } | undefined {
    return this.#pack && { here: this.#pack.shards, all: this.#pack.ground.manifest.shards.length }
  }

  /** Why the catalogue is not the site's newest, or not kept; empty if all is well. */
  get complaint(): string {
    return this.#complaint
  }

  /** True while the site has a catalogue and none of it is in memory. */
  get missing(): boolean {
    if (this.#parts.request.catalogue === undefined) return false
    return this.#pack === undefined || (this.#pack.shards === 0 && !this.#pack.complete)
  }

  /** True while there is none because the device's own copy was damaged: the person's items must be served without. */
  get dropped(): boolean {
    return this.#files.damaged && this.missing
  }

  /** True if what is in memory is lost with this page. */
  get unkept(): boolean {
    return this.#pack !== undefined && !this.#kept
  }

  /** Reads the person's own items again; the site's too, unless memory is ahead of the device. */
  async reload(): Promise<void> {
    const { kind } = await this.#parts.store()
    const ahead = kind === 'memory' ? this.#pack !== undefined : this.unkept
    if (!ahead || this.missing) await this.#readDevice()
    await this.#rebuild()
  }

  /** @param most shards to read, where the next is known to be damaged */
  async #readDevice(most?: number): Promise<void> {
    this.#pack = undefined
    this.#kept = false
    this.#refused = false
    const state = await (await this.#parts.store()).packState()
    const { catalogue: url } = this.#parts.request
    if (state === undefined || state.url !== url) return
    // A pack this page may not use (another space, another key) is as good as none.
    const ground = await groundOf(state, this.#parts.request).catch(() => undefined)
    if (ground === undefined) return
    const pack = new PackAssembly(ground)
    const whole = { whole: state.complete, index: state.index, ...(most === undefined ? {} : { most }) }
    this.#refused = !(await fillFromDevice(pack, this.#files, whole))
    this.#pack = pack
    this.#kept = state.complete && pack.complete
  }

  /** Asks the site for its pack; undefined if there is nothing to bring. Takes nothing over, so it can run beside other calls. */
  async begin(patience: Patience): Promise<PackPlan | undefined> {
    const { request, note } = this.#parts
    if (request.catalogue === undefined) return undefined
    const served = this.#refused ? undefined : this.#pack
    if (served !== undefined && this.#fresh && !this.#kept) return { pack: served, atOnce: true }
    const base = new URL(request.catalogue)
    const ground = await packGround(await fetchManifest(base, { ...patience, note }), base, request)
    if (served === undefined || !isSameManifest(served.ground, ground)) {
      return { pack: new PackAssembly(ground), atOnce: this.missing }
    }
    return this.#kept ? undefined : { pack: served, atOnce: true }
  }

  /** Brings the files of the next shard, and of what belongs to all before the first. */
  fetchNext({ pack }: PackPlan, patience: Patience): Promise<FileBytes> {
    return this.#files.bring(pack.ground, nextFiles(pack), { ...patience, note: this.#parts.note })
  }

  /** Takes the next shard in, and serves it if there is nothing else to serve. @throws `catalogue-invalid`, `space-mismatch` */
  async take(plan: PackPlan, bytesOf: FileBytes): Promise<void> {
    const { pack, atOnce } = plan
    const isFirst = pack.shards === 0
    try {
      const change = takeNext(pack, bytesOf)
      if (!atOnce) return
      if (isFirst || this.#pack !== pack) return await this.#serve(pack)
      for (const id of change.removed) if (!this.#ownIds.has(id)) this.#catalogue.remove(id)
      putShard(this.#catalogue, pack, change, this.#ownIds)
    } catch (error) {
      if (this.#pack === pack) this.#refused = true
      throw error
    }
  }

  /** Keeps the files that have come, so that an interrupted download goes on where it was. */
  async keepPart({ pack, atOnce }: PackPlan): Promise<void> {
    const store = await this.#parts.store()
    if (store.kind === 'memory') return this.#files.clear()
    try {
      await this.#files.keep()
      const state = await store.packState()
      if (atOnce && state?.complete !== true) await store.swapPack(stateOf(pack.ground, false))
    } catch (error) {
      // What cannot be kept is fetched again next time; it must not fill memory meanwhile.
      this.#files.clear()
      this.#noteUnkept(error)
    }
  }

  /** Serves a pack that is whole. */
  async adopt({ pack, atOnce }: PackPlan): Promise<void> {
    this.#complaint = ''
    // Own items stand last, whenever they came.
    if (!atOnce || this.#pack !== pack || this.#ownIds.size > 0) await this.#serve(pack)
  }

  /** Makes it the pack that this device has: old or new and never a mixture. @returns whether it is kept now */
  async keep({ pack }: PackPlan, patience: Patience): Promise<boolean> {
    const store = await this.#parts.store()
    try {
      if (store.kind !== 'memory') {
        await this.#files.keepAll(pack.ground, { ...patience, note: this.#parts.note })
        await store.swapPack(stateOf(pack.ground, true, await keepIndex(pack, this.#files, await store.packState())))
      }
      return true
    } catch (error) {
      this.#noteUnkept(error)
      return false
    }
  }

  /** It can be read from the device from now on. Not beside a call that is building the catalogue from what is let go of here. */
  async noteKept({ pack }: PackPlan): Promise<void> {
    const { kind } = await this.#parts.store()
    if (this.#pack === pack) this.#kept = true
    if (kind !== 'memory') pack.release()
  }

  noteRefreshFailure({ code }: LocavoreError): void {
    this.#fresh = false
    this.#complaint = failureSentence(code, this.#pack, this.dropped)
  }

  noteRefreshed(): void {
    this.#complaint = ''
  }

  close(): void {
    this.#catalogue.close()
  }

  #noteUnkept(error: unknown): void {
    if (!(error instanceof LocavoreError) || error.code === 'closed') throw error
    this.#complaint = `The catalogue could not be kept on this device (${error.code}); it will be fetched again next time.`
  }

  async #serve(pack: PackAssembly): Promise<void> {
    this.#pack = pack
    this.#kept = false
    this.#fresh = true
    this.#refused = false
    await this.#rebuild()
  }

  /** Puts the pack in memory and the person's own items together anew; where the device's copy is damaged, what is before that. */
  async #rebuild(): Promise<void> {
    for (;;) {
      try {
        return await this.#build()
      } catch (error) {
        if (!(error instanceof DamagedShard)) throw error
        await this.#readDevice(error.shard)
      }
    }
  }

  async #build(): Promise<void> {
    const { kernels, request, onSwap } = this.#parts
    const store = await this.#parts.store()
    const space = request.space ?? this.#pack?.ground.space
    const own = await readOwn(store, space)
    const waiting = await findWaiting(store, space, (id) => own.embeddings.has(id))
    const catalogue = await buildCatalogue({ kernels, space, pack: this.#pack, own })
    const old = this.#catalogue
    this.#waiting = waiting
    this.#catalogue = catalogue
    this.#similarities = new SimilarityCache(catalogue)
    this.#ownIds = new Set(own.items.map(({ id }) => id))
    if (this.#kept && store.kind !== 'memory') this.#pack?.release()
    onSwap(old)
  }
}
