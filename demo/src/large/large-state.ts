import { signal } from '@preact/signals'

/** How far the catalogue of this page is made. */
export type Making =
  | { readonly state: 'none' | 'made' | 'stopped' }
  | { readonly state: 'making'; readonly done: number; readonly total: number }
  | { readonly state: 'failed'; readonly problem: string }

export const making = signal<Making>({ state: 'none' })

/** How much of the catalogue the recommender has taken in. */
export const taken = signal<{ readonly items: number; readonly whole: boolean }>({ items: 0, whole: false })

/** Bytes this page and its workers hold; undefined where the browser does not tell, or not yet. */
export const memory = signal<number | undefined>(undefined)
