import { signal } from '@preact/signals'

/** The sentence in the page's live region. */
export const announcement = signal('')

/** Says something to people who listen to the page. A repeated sentence is said again. */
export function announce(sentence: string): void {
  announcement.value = announcement.value === sentence ? `${sentence}\u00a0` : sentence
}
