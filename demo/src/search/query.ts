import { batch, computed, signal } from '@preact/signals'
import type { SearchQuery } from 'locavore'

/** A picture somebody asks with: the file itself, and an address to show it by. */
export interface QueryPicture {
  readonly file: Blob
  readonly name: string
  readonly address: string
}

export const queryText = signal('')
export const queryPicture = signal<QueryPicture | undefined>(undefined)

/** 0 = the query alone, 1 = mostly taste. */
export const personalise = signal(0.2)

/** What to search for, or nothing when the feed should show. */
export const query = computed<SearchQuery | undefined>(() => {
  const text = queryText.value.trim()
  const picture = queryPicture.value
  if (picture !== undefined) return { image: picture.file, ...(text === '' ? {} : { text }) }
  return text === '' ? undefined : text
})

export function setQueryPicture(file: File | undefined): void {
  const last = queryPicture.peek()
  if (last !== undefined) URL.revokeObjectURL(last.address)
  queryPicture.value = file === undefined ? undefined : { file, name: file.name, address: URL.createObjectURL(file) }
}

/** Back from search to the feed. */
export function clearQuery(): void {
  batch(() => {
    queryText.value = ''
    setQueryPicture(undefined)
  })
}
