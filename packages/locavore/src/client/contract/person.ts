import type { Interaction, InteractionInput, Item } from '@locavore/core'
import type { CallOptions } from './call-options.js'
import type { ModeOptions } from './tastes.js'

export interface HistoryEntry extends Interaction {
  /** Absent if the item has left the catalogue. */
  readonly item?: Item
  /** What this interaction weighs today, after decay. */
  readonly weight: number
}

/** What is known in one mode, derived from the log alone. */
export interface ProfileSummary {
  /**
   * What the present circumstances do, by name (`hour`, `weekday`, `device`, or the host's): how far what was liked in others
   * counts less now, in [0, 1). 0 unless the person's likes really differ between them.
   */
  readonly circumstances: readonly { readonly name: string; readonly strength: number }[]
  readonly interactions: number
  readonly likedItems: readonly string[]
  readonly savedItems: readonly string[]
  readonly hiddenItems: readonly string[]
  /** Attribute values the positive evidence favours over the catalogue, strongest first; `lift` is share / base share. */
  readonly interests: readonly {
    readonly attribute: string
    readonly value: string
    readonly share: number
    readonly lift: number
  }[]
}

/** What is known about the person: adding to it, looking at it, taking it away. */
export interface PersonMethods {
  /** True from `pause()` to `resume()`: nothing that is done now teaches anything. */
  readonly paused: boolean
  /**
   * Keeps what happened, in the mode that is set unless the interaction names one, with the circumstances it happened in.
   * `length` of a dwell, if left out, is how long the item takes to read. A search keeps what the encoder makes of its words
   * if the model is loaded; steering by words loads it.
   * Resolves when durably stored, or with `undefined` while paused: then it is checked, but nothing is kept.
   * @throws `unknown-item`, `unknown-interaction`, `invalid-argument`, `quota-exceeded`; by words, what `steer` throws
   */
  record(interaction: InteractionInput, options?: CallOptions): Promise<Interaction | undefined>
  /** A session that does not train: from now on nothing is recorded on this page, until `resume()` or the page's end. */
  pause(): void
  resume(): void
  /** Every stored interaction, newest first. */
  history(options?: CallOptions): Promise<readonly HistoryEntry[]>
  profile(options?: ModeOptions): Promise<ProfileSummary>
  /**
   * Takes one interaction (or several) away for good: afterwards it is as if it had never happened. Lists made before know
   * of it and are dropped: to continue or explain them is `unknown-list`; ask for new ones.
   */
  forget(sequences: number | readonly number[], options?: CallOptions): Promise<number>
  /** Everything held about the person, as one JSON file. */
  exportData(options?: CallOptions): Promise<Blob>
  /** Replaces everything held about the person by the file, the items they added among it; earlier lists are dropped. */
  importData(file: Blob, options?: CallOptions): Promise<{ readonly interactions: number; readonly items: number }>
  /** Removes everything held. The recommender is `stopped` afterwards. */
  erase(options?: CallOptions): Promise<void>
}
