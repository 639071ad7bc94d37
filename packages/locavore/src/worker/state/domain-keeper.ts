import {
  checkSpaceMap,
  type ElsewhereEvidence,
  emptyProfile,
  fromElsewhere,
  type Item,
  LocavoreError,
  MODALITIES,
  type Modality,
  type Profile,
  replay,
  type SpaceMap,
  toLocavoreError,
} from '@locavore/core'
import type { LogRevision, openStore, PackState, Store, storeExists } from '@locavore/store'
import type { DomainRequest } from '../../shared/protocol.js'
import { DamagedShard, packOfAnother } from '../pack/held-pack.js'
import { Shelf } from './shelf.js'

export interface DomainKeeperParts {
  readonly request: DomainRequest
  readonly openStore: typeof openStore
  readonly storeExists: typeof storeExists
  /** Told when something was taken away in the other catalogue: lists made with it know of it. */
  readonly onLoss: () => void
}

type Vectors = Partial<Record<Modality, Float32Array>>

/**
 * The profile of another recommender of this site, read only: from its own log as it is now, so that what is forgotten there
 * is forgotten here. Of its items only those the person dealt with are held.
 */
export class DomainKeeper {
  readonly #parts: DomainKeeperParts
  readonly #spaceMap: SpaceMap | undefined
  #shelf: Shelf
  #profile: Profile = emptyProfile()
  #revision: LogRevision | undefined
  /** Which parts of the other catalogue were there to be read: it is kept a little after the first list is made from it. */
  #catalogue = ''
  #vectors = new Map<string, Vectors>()
  #titles = new Map<string, string>()
  #made: { readonly spaceId: string; readonly evidence: readonly ElsewhereEvidence[] } | undefined
  #complaint = ''

  /** @throws `invalid-argument` for a space map that is none */
  constructor(parts: DomainKeeperParts) {
    const { spaceMap } = parts.request
    this.#parts = parts
    this.#spaceMap = spaceMap === undefined ? undefined : checkSpaceMap(spaceMap)
    this.#shelf = this.#newShelf()
  }

  /** Why the other catalogue says nothing here; empty if all is well. */
  get complaint(): string {
    return this.#complaint
  }

  /** What was done there, in this space. A fault of the other catalogue is told in `complaint`; it never stops a list. */
  async evidence(spaceId: string): Promise<readonly ElsewhereEvidence[]> {
    try {
      const found = await this.#read(spaceId)
      this.#complaint = ''
      return found
    } catch (thrown) {
      const { code, message } = toLocavoreError(thrown)
      // Erased there: what comes next is a new shelf.
      if (code === 'closed') this.#startAnew()
      else this.#complaint = `What was done in "${this.#label}" is not used here (${code}): ${message}`
      return []
    }
  }

  async release(): Promise<void> {
    await this.#shelf.release()
  }

  async close(why: string): Promise<void> {
    await this.#shelf.close(why)
  }

  get #label(): string {
    return this.#parts.request.label ?? this.#parts.request.name
  }

  async #read(spaceId: string): Promise<readonly ElsewhereEvidence[]> {
    const { request, storeExists: exists } = this.#parts
    if (this.#revision === undefined && !(await exists(request.name))) return []
    const store = await this.#shelf.store()
    const revision = await store.revision()
    const catalogue = catalogueOf(await store.packState())
    const same = this.#revision?.epoch === revision.epoch && this.#revision.last === revision.last
    if (same && catalogue === this.#catalogue && this.#made?.spaceId === spaceId) return this.#made.evidence
    if (this.#revision !== undefined && this.#revision.epoch !== revision.epoch) this.#parts.onLoss()
    this.#profile = replay((await store.readLog()).filter(({ mode }) => mode === undefined))
    this.#revision = revision
    const from = this.#spaceMap?.from ?? spaceId
    if (catalogue !== this.#catalogue) this.#vectors = new Map()
    await this.#readItems(store, from)
    this.#catalogue = catalogue
    const evidence = fromElsewhere(this.#domain(from), spaceId)
    this.#made = { spaceId, evidence }
    return evidence
  }

  #domain(spaceId: string) {
    return {
      name: this.#label,
      profile: this.#profile,
      spaceId,
      vectorsOf: (itemId: string) => this.#vectors.get(itemId) ?? {},
      titleOf: (itemId: string) => this.#titles.get(itemId),
      ...(this.#spaceMap === undefined ? {} : { spaceMap: this.#spaceMap }),
    }
  }

  /** Reads the whole of it once more only when the person has dealt with something new. */
  async #readItems(store: Store, spaceId: string): Promise<void> {
    const wanted = new Set(this.#profile.evidence.map(({ itemId }) => itemId))
    if ([...wanted].every((itemId) => this.#vectors.has(itemId))) return
    const vectors = new Map<string, Vectors>([...wanted].map((itemId) => [itemId, {}]))
    for (const { modality, dimensions, ids, codes, scales } of await store.readEmbeddings(spaceId)) {
      for (const [row, id] of ids.entries()) {
        const own = vectors.get(id)
        const scale = scales[row] ?? 0
        if (own === undefined || scale === 0 || !MODALITIES.includes(modality)) continue
        own[modality] = unitVector(codes.subarray(row * dimensions, (row + 1) * dimensions))
      }
    }
    const own = (await store.readItems()).filter(({ id }) => wanted.has(id))
    const items = [...(await this.#readPack(store, spaceId, wanted, vectors)), ...own]
    this.#vectors = vectors
    this.#titles = new Map(items.flatMap(({ id, title }) => (title === undefined ? [] : [[id, title]])))
  }

  /** Items of the other site's catalogue; what the person added themselves under the same id stands before them. */
  async #readPack(store: Store, spaceId: string, wanted: ReadonlySet<string>, vectors: Map<string, Vectors>) {
    const pack = await packOfAnother(store, spaceId)
    const found = new Map<number, Item>()
    for (const id of wanted) {
      const item = pack?.itemOf(id)
      if (pack !== undefined && item !== undefined) found.set(pack.rowOf(id), item)
    }
    try {
      await pack?.forEachTable(({ modality, rows }, firstRow) => {
        const { count, dimensions, codes, scales } = rows
        for (const [row, { id }] of found) {
          const at = row - firstRow
          const own = vectors.get(id)
          if (at < 0 || at >= count || scales[at] === 0 || own === undefined || own[modality] !== undefined) continue
          own[modality] = unitVector(codes.subarray(at * dimensions, (at + 1) * dimensions))
        }
      })
    } catch (error) {
      // What is damaged there is brought again there; till then these items are known by name.
      if (!(error instanceof DamagedShard)) throw error
    }
    return [...found.values()]
  }

  #startAnew(): void {
    if (this.#revision !== undefined) this.#parts.onLoss()
    this.#shelf = this.#newShelf()
    this.#profile = emptyProfile()
    this.#revision = undefined
    this.#catalogue = ''
    this.#vectors = new Map()
    this.#made = undefined
  }

  #newShelf(): Shelf {
    const { request, openStore: open } = this.#parts
    return new Shelf({ name: request.name, storage: 'persistent' }, open)
  }
}

function catalogueOf(state: PackState | undefined): string {
  return state === undefined ? '' : `${state.revision} ${state.files.length} ${state.complete}`
}

function unitVector(codes: Int8Array): Float32Array {
  const length = Math.hypot(...codes)
  return Float32Array.from(codes, (code) => (length === 0 ? 0 : code / length))
}

/** @throws `invalid-argument` for a domain that is this recommender itself, or is named twice */
export function refuseTangledDomains(own: string, domains: readonly DomainRequest[]): void {
  const names = domains.map(({ name }) => name)
  const wrong = names.find((name, k) => name === own || names.indexOf(name) !== k)
  if (wrong === undefined) return
  throw new LocavoreError(
    'invalid-argument',
    `createRecommender: domains names "${wrong}" ${wrong === own ? 'which is this recommender itself' : 'twice'}. Name each other recommender once.`,
    { option: 'domains' },
  )
}
