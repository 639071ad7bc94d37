import { signal } from '@preact/signals'

export type Theme = 'light' | 'dark'

const system = matchMedia('(prefers-color-scheme: dark)')

function current(): Theme {
  const set = document.documentElement.dataset['theme']
  if (set === 'light' || set === 'dark') return set
  return system.matches ? 'dark' : 'light'
}

export const theme = signal<Theme>(current())

system.addEventListener('change', () => {
  theme.value = current()
})

/** The other theme, kept for the next visit; the system's choice rules until this is used. */
export function toggleTheme(): void {
  const next = theme.value === 'dark' ? 'light' : 'dark'
  document.documentElement.dataset['theme'] = next
  theme.value = next
  try {
    localStorage.setItem('postcards-theme', next)
  } catch {
    // Storage may be forbidden; the choice then lasts as long as the page.
  }
}
