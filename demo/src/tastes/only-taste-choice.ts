import { signal } from '@preact/signals'

/** The one taste that the feed follows, if it follows one alone. */
export const onlyTaste = signal<{ readonly id: string; readonly name: string } | undefined>(undefined)
