import { signal } from '@preact/signals'

/** The one player that is on, by its id on the page. To turn another on turns this one off. */
export const activePlayer = signal<string | undefined>(undefined)
