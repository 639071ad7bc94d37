import { signal } from '@preact/signals'

const query = matchMedia('(max-width: 40rem)')

/** True where a row of controls would be several: they then come in a sheet of their own. */
export const narrow = signal(query.matches)

query.addEventListener('change', ({ matches }) => {
  narrow.value = matches
})
