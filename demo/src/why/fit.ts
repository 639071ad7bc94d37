import { signal } from '@preact/signals'
import type { Item, ItemAlignment } from 'locavore'
import { titleOf } from '../feed/caption.js'
import { say } from '../language/texts.js'
import { recommender } from '../state/connection.js'
import { describeStep } from '../state/encoder.js'
import { isAbort, messageOf } from '../state/messages.js'

/** What is looked for in an item: words, or another item. */
export interface Sought {
  readonly query: string | { readonly itemId: string }
  /** As it stands in a sentence: `“a fox”`, `Bell Cove`. */
  readonly words: string
}

export interface Fit {
  readonly sought: Sought
  readonly state: 'working' | 'ready' | 'failed'
  /** What is going on, or what went wrong. */
  readonly label: string
  readonly share?: number | undefined
  readonly alignment?: ItemAlignment
}

/** Where in its media the item of the open answer fits. */
export const fit = signal<Fit | undefined>(undefined)

let running: AbortController | undefined

export const soughtItem = (item: Item): Sought => ({ query: { itemId: item.id }, words: titleOf(item) })
export const soughtWords = (words: string): Sought => ({ query: words, words: say().common.quoted(words) })

export function forgetFit(): void {
  running?.abort()
  fit.value = undefined
}

/** Finds the places of the picture, and the seconds of the sound or clip, that fit what is sought. */
export async function findFit(itemId: string, sought: Sought): Promise<void> {
  running?.abort()
  running = new AbortController()
  const { signal: stop } = running
  fit.value = { sought, state: 'working', label: say().fit.looking }
  try {
    const alignment = await (await recommender()).align(
      sought.query,
      { itemId },
      {
        signal: stop,
        onProgress: (step) => {
          if (!stop.aborted) fit.value = { sought, state: 'working', ...describeStep(step) }
        },
      },
    )
    if (!stop.aborted) fit.value = { sought, state: 'ready', label: '', alignment }
  } catch (error) {
    if (!stop.aborted && !isAbort(error)) fit.value = { sought, state: 'failed', label: messageOf(error) }
  }
}
