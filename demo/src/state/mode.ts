import { signal } from '@preact/signals'

const KEY = 'postcards-mode'

function remembered(): string | undefined {
  try {
    return sessionStorage.getItem(KEY) ?? undefined
  } catch {
    return undefined
  }
}

/** The mode of this page; undefined for the usual one. It outlasts a reload, not the tab. */
export const mode = signal<string | undefined>(remembered())

export function keepMode(next: string | undefined): void {
  mode.value = next
  try {
    if (next === undefined) sessionStorage.removeItem(KEY)
    else sessionStorage.setItem(KEY, next)
  } catch {
    // Storage may be forbidden; the choice then lasts as long as the page.
  }
}
