import type { Interaction } from '../../types.js'
import type { Profile, Setting, TasteEditEntry, WordEvidence } from '../profile.js'

/** Searches and steering by words that are kept. */
export const MOST_WORDS = 50
/** Settings, and changes of tastes, that are kept. */
export const MOST_SETTINGS = 100
export const MOST_EDITS = 500

type Steered = Pick<Profile, 'words' | 'settings' | 'edits'>

/**
 * What the person said about their lists and tastes in so many words: the part of a profile that is no evidence on items. Of
 * words, and of each setting, the last is kept, and 0 takes it back.
 */
export class SteeringDraft {
  readonly #words: Map<string, WordEvidence>
  readonly #settings: Map<string, Setting>
  #edits: readonly TasteEditEntry[]

  constructor({ words, settings, edits }: Steered) {
    this.#words = new Map(words.map((entry) => [wordsKey(entry), entry]))
    this.#settings = new Map(settings.map((entry) => [settingKey(entry), entry]))
    this.#edits = edits
  }

  keepWords(entry: WordEvidence): void {
    keepLast(this.#words, wordsKey(entry), entry.weight === 0 ? undefined : entry, MOST_WORDS)
  }

  keepSetting({ sequence, setting, value = 0 }: Interaction): void {
    if (setting === undefined) return
    const entry = { sequence, value, ...setting }
    keepLast(this.#settings, settingKey(entry), value === 0 ? undefined : entry, MOST_SETTINGS)
  }

  keepEdit({ sequence, itemId, edit }: Interaction): void {
    if (itemId === undefined || edit === undefined) return
    const entry = editEntry(sequence, itemId, edit)
    if (entry !== undefined) this.#edits = [...this.#edits, entry].slice(-MOST_EDITS)
  }

  copy(): Steered {
    return { words: [...this.#words.values()], settings: [...this.#settings.values()], edits: this.#edits }
  }
}

/** A change as an entry; undefined for one that lacks what its kind needs, as a damaged log may hold. */
export function editEntry(
  sequence: number,
  itemId: string,
  { kind, name, otherItemId }: NonNullable<Interaction['edit']>,
): TasteEditEntry | undefined {
  if (kind === 'rename') return name === undefined ? undefined : { sequence, kind, itemId, name }
  if (kind === 'mute' || kind === 'unmute') return { sequence, kind, itemId }
  return otherItemId === undefined ? undefined : { sequence, kind, itemId, otherItemId }
}

/** Puts an entry last, or takes it out, and lets go of the oldest beyond `most`. */
function keepLast<T>(entries: Map<string, T>, key: string, entry: T | undefined, most: number): void {
  entries.delete(key)
  if (entry === undefined) return
  entries.set(key, entry)
  if (entries.size <= most) return
  for (const oldest of entries.keys()) {
    entries.delete(oldest)
    return
  }
}

function wordsKey({ type, words, itemId }: WordEvidence): string {
  return JSON.stringify([type, words, itemId])
}

function settingKey({ modality, attribute, is }: Setting): string {
  return JSON.stringify([modality, attribute, is])
}
