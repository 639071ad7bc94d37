import {
  type Catalogue,
  type Interaction,
  LocavoreError,
  type Profile,
  type RankedList,
  type SentenceLanguage,
} from '@locavore/core'
import type { ListKind, ListPage } from '../../shared/protocol.js'

/** Lists that can be continued and explained. Older ones make room: a page shows a few at a time. */
const MOST_LISTS = 50

export interface KeptList {
  readonly list: RankedList
  readonly kind: ListKind
  readonly catalogue: Catalogue
  /** The mode it is of, if it is not the usual one. */
  readonly mode?: string
  /** How many a page has unless the next call says otherwise. */
  readonly limit: number
  readonly language: SentenceLanguage
  /** Last interaction it was made from. */
  readonly lastSequence: number
  /** Makes it anew from a log, everything else as it was. */
  readonly remake: (log: readonly Interaction[]) => RankedList
}

/** The last lists that were shown, and the catalogues they were ranked from. */
export class ListKeeper {
  readonly #lists = new Map<string, KeptList>()
  /** Catalogues that were replaced while lists still show them. */
  readonly #retired = new Set<Catalogue>()

  /** Keeps a fresh list and gives its first page. */
  open(kept: KeptList): ListPage {
    const listId = newListId()
    const page = pageOf(listId, kept, kept.limit)
    this.#lists.set(listId, kept)
    for (const oldest of this.#lists.keys()) {
      if (this.#lists.size <= MOST_LISTS) break
      this.#lists.delete(oldest)
    }
    this.#closeUnused()
    return page
  }

  /** @throws `unknown-list` */
  next(listId: string, profile: Profile, limit?: number): ListPage {
    const kept = this.get(listId)
    return pageOf(listId, kept, limit ?? kept.limit, profile)
  }

  /** @throws `unknown-list` */
  get(listId: string): KeptList {
    const kept = this.#lists.get(listId)
    if (kept !== undefined) return kept
    throw new LocavoreError(
      'unknown-list',
      `There is no list of this id: the last ${MOST_LISTS} lists are kept, until something is forgotten or the page is left. Ask for a new list.`,
    )
  }

  /** With what chance a list showed an item, where it dealt the place; undefined also for lists that are gone. */
  propensityOf(listId: string, itemId: string): number | undefined {
    return this.#lists.get(listId)?.list.propensityOf(itemId)
  }

  /** Drops every list: each was made from, and would name, what is held no more. */
  clear(): void {
    this.#lists.clear()
    this.#closeUnused()
  }

  /** A catalogue is not current any more: it is closed when the last list that needs it is gone. */
  retire(catalogue: Catalogue): void {
    this.#retired.add(catalogue)
    this.#closeUnused()
  }

  #closeUnused(): void {
    if (this.#retired.size === 0) return
    const used = new Set(Array.from(this.#lists.values(), (kept) => kept.catalogue))
    for (const catalogue of this.#retired) {
      if (used.has(catalogue)) continue
      this.#retired.delete(catalogue)
      catalogue.close()
    }
  }
}

function pageOf(listId: string, { list, kind, language }: KeptList, limit: number, profile?: Profile): ListPage {
  const entries = list.take(limit, profile, { language })
  return { listId, kind, hasMore: list.hasMore, entries, steps: list.steps }
}

/** Random, so that an id means nothing outside this page; `randomUUID` is missing on pages that are not secure. */
function newListId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(12))
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
