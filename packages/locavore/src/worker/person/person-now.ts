import {
  type ContextEffect,
  checkContext,
  chosenItems,
  inContext,
  onlyTaste,
  type Profile,
  refusedItems,
  toLocavoreError,
  withoutMuted,
} from '@locavore/core'
import type { Circumstances } from '../../shared/protocol.js'
import { itemSimilarity, type Likeness } from './item-similarity.js'
import { knownTastes, requireTaste } from './known-tastes.js'

/** A person as they count for one list. */
export interface PersonNow {
  /** Without muted tastes, or of one taste alone, and as it counts in these circumstances. */
  readonly profile: Profile
  /** What they chose or refused, whatever of it the profile still knows. */
  readonly exclude: ReadonlySet<string>
  readonly effects: readonly ContextEffect[]
}

export interface NowRequest extends Pick<Circumstances, 'context'> {
  readonly taste?: string
}

/** Works out who a list is for, and keeps it while neither the person nor the catalogue changes. */
export class PeopleNow {
  #known = new WeakMap<Profile, Map<string, PersonNow>>()

  /** @throws `unknown-taste`, `invalid-argument` */
  of(known: Profile, likeness: Likeness, request: NowRequest): PersonNow {
    const kept = this.#known.get(known) ?? new Map<string, PersonNow>()
    this.#known.set(known, kept)
    const key = JSON.stringify([likeness.catalogue.version, request.taste, request.context])
    const now = kept.get(key) ?? personNow(known, likeness, request)
    kept.set(key, now)
    return now
  }
}

/** The same for a log that lacks something: a taste that is no more says nothing. */
export function personAnew(known: Profile, likeness: Likeness, request: NowRequest): PersonNow {
  try {
    return personNow(known, likeness, request)
  } catch (thrown) {
    if (toLocavoreError(thrown).code !== 'unknown-taste') throw thrown
    const profile = onlyTaste(known, { itemIds: [] })
    return { profile, effects: [], exclude: new Set([...chosenItems(known), ...refusedItems(known)]) }
  }
}

function personNow(known: Profile, likeness: Likeness, { context = [], taste }: NowRequest): PersonNow {
  const labels = checkContext(context)
  const similarity = itemSimilarity(likeness)
  let profile = known
  if (taste !== undefined || known.edits.some(({ kind }) => kind === 'mute')) {
    const found = knownTastes(known, likeness, similarity)
    profile = taste === undefined ? withoutMuted(known, found) : onlyTaste(known, requireTaste(found, taste))
  }
  const { profile: counting, effects } = inContext({ profile, now: labels, similarity })
  return { profile: counting, effects, exclude: new Set([...chosenItems(known), ...refusedItems(known)]) }
}
