import type { Interaction } from '../../types.js'

/** Where an item was shown. */
export interface Exposure {
  /** How often it was probably looked at: the sum of `examination` over its impressions. */
  readonly looks: number
  /** The list that showed it last and its place there, as far as they were recorded. */
  readonly listId?: string
  readonly position?: number
}

/** What came of one list. */
export interface ListOutcome {
  /** Impressions recorded. */
  readonly shown: number
  /** Of these, how many were probably looked at. */
  readonly looks: number
  /** Interactions with items it showed that speak for them. */
  readonly taken: number
  /** Sum of what all interactions with items it showed weigh; below 0 if more was refused than taken. */
  readonly gain: number
}

/** Lists whose outcome is kept. */
export const MOST_LISTS = 100

/**
 * How likely a place of a list is looked at, in (0, 1]: the discount of NDCG, `1 / log2(position + 2)`. 1 where the place is
 * not known.
 */
export function examination(position: number | undefined): number {
  return position === undefined ? 1 : 1 / Math.log2(position + 2)
}

/** Impressions by item and what became of lists: the part of a profile that is about being shown something. */
export class ExposureDraft {
  readonly exposures: Map<string, Exposure>
  readonly lists: Map<string, ListOutcome>

  constructor(exposures: ReadonlyMap<string, Exposure>, lists: ReadonlyMap<string, ListOutcome>) {
    this.exposures = new Map(exposures)
    this.lists = new Map(lists)
  }

  show(itemId: string, { listId, position }: Interaction): void {
    const look = examination(position)
    this.exposures.set(itemId, {
      looks: (this.exposures.get(itemId)?.looks ?? 0) + look,
      ...(listId === undefined ? {} : { listId }),
      ...(position === undefined ? {} : { position }),
    })
    if (listId === undefined) return
    const { shown, looks, ...rest } = this.lists.get(listId) ?? NOTHING
    this.lists.set(listId, { ...rest, shown: shown + 1, looks: looks + look })
    if (this.lists.size > MOST_LISTS) this.#dropOldest()
  }

  /** The list an interaction came from: the one it names, else the last that showed its item. */
  attribute(itemId: string, { listId, position }: Interaction): Pick<Exposure, 'listId' | 'position'> {
    if (listId !== undefined) return { listId, ...(position === undefined ? {} : { position }) }
    const last = this.exposures.get(itemId)
    if (last?.listId === undefined) return position === undefined ? {} : { position }
    const place = position ?? last.position
    return { listId: last.listId, ...(place === undefined ? {} : { position: place }) }
  }

  /** Credits a list that is still known with what an interaction weighs. */
  credit(listId: string | undefined, weight: number): void {
    const outcome = listId === undefined ? undefined : this.lists.get(listId)
    if (listId === undefined || outcome === undefined) return
    const taken = outcome.taken + (weight > 0 ? 1 : 0)
    this.lists.set(listId, { ...outcome, taken, gain: outcome.gain + weight })
  }

  #dropOldest(): void {
    for (const listId of this.lists.keys()) {
      this.lists.delete(listId)
      return
    }
  }
}

const NOTHING: ListOutcome = { shown: 0, looks: 0, taken: 0, gain: 0 }
