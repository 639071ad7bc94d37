import {
  type Catalogue,
  type ElsewhereEvidence,
  type Interaction,
  type InteractionInput,
  type Kernels,
  type Profile,
  type RankingContext,
  replay,
  type SentenceLanguage,
} from '@locavore/core'
import { type openStore, type Store, storeExists } from '@locavore/store'
import type { CatalogueRequest, Circumstances, EngineReport, OpenRequest } from '../shared/protocol.js'
import type { Likeness } from './person/item-similarity.js'
import { PeopleNow, personAnew } from './person/person-now.js'
import { PredictionKeeper } from './person/prediction-keeper.js'
import { wordEmbeddings } from './person/word-embeddings.js'
import { CatalogueArrival } from './state/catalogue-arrival.js'
import { CatalogueKeeper, type Patience } from './state/catalogue-keeper.js'
import { DomainKeeper, refuseTangledDomains } from './state/domain-keeper.js'
import { ListKeeper } from './state/list-keeper.js'
import { withRoom } from './state/make-room.js'
import { Neighbours, type News } from './state/neighbours.js'
import { Preparation } from './state/preparation.js'
import { ProfileKeeper } from './state/profile-keeper.js'
import { Shelf } from './state/shelf.js'

/** What a session is made of; tests put faults in. */
export interface SessionParts {
  readonly openStore: typeof openStore
  readonly kernels: Kernels
}

export interface RankingRequest extends Circumstances {
  readonly taste?: string
}

const ERASED_ELSEWHERE =
  'The data was erased in another tab of this site; create a new recommender, or reload the page.'
/** How many requests are remembered for the privacy report. */
const MOST_REQUESTS = 500

/** Everything the engine holds between two calls: the shelf, the items, the profile and the lists. */
export class Session {
  readonly #kernels: Kernels
  readonly #shelf: Shelf
  readonly #neighbours: Neighbours
  readonly #requests: CatalogueRequest[] = []
  readonly catalogues: CatalogueKeeper
  readonly arrival: CatalogueArrival
  readonly profiles: ProfileKeeper
  readonly predictions: PredictionKeeper
  readonly lists = new ListKeeper()
  readonly #people = new PeopleNow()
  /** What was given up because the device is full. */
  readonly #givenUp = new Set<string>()
  readonly #preparation = new Preparation(() => this.catalogues.catalogue)
  readonly #domains: readonly DomainKeeper[]
  /** What the site set of how lists are ranked. */
  readonly #settings: Pick<RankingContext, 'relations' | 'constants'>
  /** Of reasons and explanations where a call names none. */
  readonly language: SentenceLanguage
  /** True if the items in memory may not be those on the device. */
  #stale = true

  constructor(request: OpenRequest, { openStore, kernels }: SessionParts) {
    this.#kernels = kernels
    const { relations, domainShare } = request
    this.#settings = {
      ...(relations === undefined ? {} : { relations }),
      ...(domainShare === undefined ? {} : { constants: { elsewhereShare: domainShare } }),
    }
    this.language = request.language ?? 'en'
    this.#shelf = new Shelf(request, openStore)
    refuseTangledDomains(request.name, request.domains ?? [])
    this.#domains = (request.domains ?? []).map(
      (domain) => new DomainKeeper({ request: domain, openStore, storeExists, onLoss: () => this.lists.clear() }),
    )
    this.#neighbours = new Neighbours(request.name, (news) => this.#hear(news))
    this.profiles = new ProfileKeeper(
      () => this.store(),
      () => this.lists.clear(),
    )
    this.predictions = new PredictionKeeper(() => this.store(), this.profiles)
    this.catalogues = new CatalogueKeeper({
      request,
      kernels,
      store: () => this.store(),
      note: (made) => this.#note(made),
      onSwap: (old) => this.lists.retire(old),
    })
    this.arrival = new CatalogueArrival(this.catalogues, () => this.tell('catalogue'))
  }

  get requests(): readonly CatalogueRequest[] {
    return this.#requests
  }

  store(): Promise<Store> {
    return this.#shelf.store()
  }

  /** Puts the device's items into memory, if those there may not be the same. Makes no request. */
  async openFromDevice(): Promise<void> {
    await this.store()
    if (!this.#stale) return
    // News that comes while reading must make the next call read again.
    this.#stale = false
    try {
      await this.catalogues.reload()
    } catch (error) {
      this.#stale = true
      throw error
    }
  }

  /** The items as they are now, from the device or, where it has none, from the site. */
  async catalogue(patience?: Patience): Promise<Catalogue> {
    await this.openFromDevice()
    if (this.catalogues.missing) await this.arrival.fetchFirst(patience ?? { signal: new AbortController().signal })
    return this.catalogues.catalogue
  }

  /**
   * What every list is ranked from, current with the log of all tabs; `known` is all that is known in the mode.
   * @throws `unknown-taste`, `invalid-argument`
   */
  async ranking({ mode, ...now }: RankingRequest = {}): Promise<RankingContext & { readonly known: Profile }> {
    const catalogue = await this.catalogue()
    const known = await this.profiles.current(mode)
    this.arrival.noteList()
    this.#preparation.start()
    const { similarities } = this.catalogues
    const { profile, exclude } = this.#people.of(known, { catalogue, similarities }, now)
    const elsewhere = mode === undefined && now.taste === undefined ? await this.#elsewhere(catalogue) : []
    const words = wordEmbeddings(catalogue, profile.words)
    const { learnt } = this.catalogues
    return {
      ...{ catalogue, similarities, known, profile, exclude, elsewhere },
      wordEmbeddings: words,
      now: Date.now(),
      ...this.#settings,
      ...(learnt === undefined ? {} : { learnt }),
    }
  }

  async #elsewhere(catalogue: Catalogue): Promise<readonly ElsewhereEvidence[]> {
    const spaceId = catalogue.space?.id
    if (spaceId === undefined || this.#domains.length === 0) return []
    return (await Promise.all(this.#domains.map((domain) => domain.evidence(spaceId)))).flat()
  }

  /** The person as another log would have them, for lists that are made anew. */
  personOf(log: readonly Interaction[], likeness: Likeness, { mode, ...now }: RankingRequest) {
    const { profile, exclude } = personAnew(replay(log, mode), likeness, now)
    return { profile, exclude, wordEmbeddings: wordEmbeddings(likeness.catalogue, profile.words) }
  }

  /** What the circumstances do to what is known. */
  async effects({ mode, context }: Circumstances) {
    const catalogue = await this.catalogue()
    const likeness = { catalogue, similarities: this.catalogues.similarities }
    const now = context === undefined ? {} : { context }
    return this.#people.of(await this.profiles.current(mode), likeness, now).effects
  }

  /** Appends to the log what has been checked. */
  async append(inputs: readonly InteractionInput[]): Promise<readonly Interaction[]> {
    const at = Date.now()
    return this.withRoom((store) => store.append(inputs.map((input) => ({ ...input, at: input.at ?? at }))))
  }

  /** Writes what cannot be had again; a device that is full gives up what can. @throws `quota-exceeded` when that is not enough */
  async withRoom<T>(write: (store: Store) => Promise<T>): Promise<T> {
    const store = await this.store()
    return withRoom(
      store,
      () => write(store),
      (what) => {
        this.#givenUp.add(what)
      },
    )
  }

  async report(): Promise<EngineReport> {
    const { store, degraded } = await this.#shelf.opened()
    const { catalogue, revision, parts, complaint, waiting } = this.catalogues
    const { interactions } = await this.profiles.current()
    const domains = this.#domains.map((domain) => domain.complaint)
    return {
      storage: store.kind,
      kernels: this.#kernels.name,
      items: catalogue.count,
      interactions,
      waiting: waiting.size,
      ...(revision === undefined ? {} : { catalogueRevision: revision }),
      ...(parts === undefined ? {} : { catalogueParts: parts }),
      ...(catalogue.space === undefined ? {} : { space: catalogue.space }),
      degraded: [
        degraded ?? '',
        complaint,
        givenUpReason(this.#givenUp),
        waitingReason(waiting.size),
        ...domains,
      ].filter((reason) => reason !== ''),
    }
  }

  tell(news: News): void {
    this.#neighbours.tell(news)
  }

  /** Items changed on the device behind memory's back. */
  markStale(): void {
    this.#stale = true
  }

  /** Saves what is worth it and lets go of the database until the next call. */
  async suspend(): Promise<void> {
    await this.profiles.save().catch(() => undefined)
    await Promise.all([this.#shelf.release(), ...this.#domains.map((domain) => domain.release())])
    // While the page is frozen, it does not hear what other tabs do.
    this.#stale = true
  }

  async close(why: string, last: 'save' | 'discard'): Promise<void> {
    if (last === 'save') await this.profiles.save().catch(() => undefined)
    this.profiles.reset()
    await Promise.all([this.#shelf.close(why), ...this.#domains.map((domain) => domain.close(why))])
    this.#neighbours.close()
    this.#preparation.stop()
    this.catalogues.close()
  }

  /** Removes everything of this site from the device, in this tab and for the others. */
  async erase(): Promise<void> {
    const store = await this.store()
    this.profiles.reset()
    this.lists.clear()
    await store.erase()
    this.tell('erased')
    await this.close('Everything held was erased.', 'discard')
  }

  #hear(news: News): void {
    if (news === 'erased') {
      this.profiles.reset()
      this.lists.clear()
      void this.#shelf.close(ERASED_ELSEWHERE)
    } else {
      this.#stale = true
    }
  }

  #note(request: CatalogueRequest): void {
    this.#requests.push(request)
    if (this.#requests.length > MOST_REQUESTS) this.#requests.shift()
  }
}

function givenUpReason(what: ReadonlySet<string>): string {
  if (what.size === 0) return ''
  return `This device is full: ${[...what].join(' and ')} made room for what was done; they are fetched again when they are needed.`
}

function waitingReason(count: number): string {
  if (count === 0) return ''
  return `${count} items added on this device were encoded by another model and match nothing until they are encoded again: call reencode(), or add them again.`
}
