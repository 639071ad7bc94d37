import type { Item } from '@locavore/core'
import type { CallOptions } from './call-options.js'

/** Whose lists and tastes are meant. */
export interface ModeOptions extends CallOptions {
  /** A mode by its name, or null for the usual one (default: the mode that is set). */
  readonly mode?: string | null
}

/** A group of items that the person likes for what they have in common. */
export interface Taste {
  /** Its oldest item. A taste that is found anew with that item has the same id. */
  readonly id: string
  /** As the person named it. */
  readonly name?: string
  /** What its items have in common, in the site's own words: up to three attribute values, none where nothing stands out. */
  readonly words: readonly string[]
  /** Muted tastes stay known, and no list follows them. */
  readonly muted: boolean
  /** Part of everything liked, in (0, 1]. */
  readonly share: number
  /** Oldest first. */
  readonly itemIds: readonly string[]
  /** Up to four of its items, the newest first. */
  readonly examples: readonly Item[]
}

/**
 * `merge` makes one taste of two; `split` makes two of one: it takes the last merge back, or parts what is least alike, or
 * moves `itemId` elsewhere.
 */
export type TasteEdit =
  | { readonly kind: 'rename'; readonly tasteId: string; readonly name: string }
  | { readonly kind: 'mute' | 'unmute'; readonly tasteId: string }
  | { readonly kind: 'merge'; readonly tasteId: string; readonly otherTasteId: string }
  | { readonly kind: 'split'; readonly tasteId: string; readonly itemId?: string }

export interface TasteEditResult {
  /** The interactions that hold the edit: `forget(sequences)` undoes it. */
  readonly sequences: readonly number[]
  readonly tastes: readonly Taste[]
}

export interface ModeSummary {
  readonly name: string
  /** Interactions in it. */
  readonly interactions: number
}

/** The person's tastes, and their modes: profiles of their own that know nothing of each other. */
export interface TasteMethods {
  /** The mode that interactions are recorded in and lists are made for; undefined for the usual one. */
  readonly mode: string | undefined
  /**
   * From now on this page records into, and ranks with, the profile of this mode; undefined: the usual one. A mode exists
   * as soon as something is recorded in it.
   * @throws LocavoreError `invalid-argument` unless it is a text of 1 to 64 characters
   */
  setMode(mode?: string): void
  /** Modes that something was recorded in, in the order of their first interaction; the usual one is not among them. */
  modes(options?: CallOptions): Promise<readonly ModeSummary[]>
  /** Groups of what the person likes, the strongest first. A function of what is recorded alone. */
  tastes(options?: ModeOptions): Promise<readonly Taste[]>
  /**
   * Changes a taste for good. The edit is an interaction like any other: it is in the history and in exports, and is undone
   * by forgetting it. While paused it resolves with undefined and nothing is kept.
   * @throws `unknown-taste`, `invalid-argument`
   */
  editTaste(edit: TasteEdit, options?: ModeOptions): Promise<TasteEditResult | undefined>
}
