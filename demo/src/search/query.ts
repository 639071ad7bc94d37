import { batch, computed, signal } from '@preact/signals'
import type { Item, SearchQuery } from 'locavore'
import { type FileKind, kindOf } from './media-files.js'

/** A picture, sound or clip somebody asks with: a file of theirs, or the medium of a postcard. */
export interface QueryMedium {
  readonly kind: FileKind
  readonly source: Blob | string
  readonly name: string
  /** A picture to show it by. */
  readonly thumbnail?: string
}

export const queryText = signal('')
export const queryMedium = signal<QueryMedium | undefined>(undefined)

/** 0 = the query alone, 1 = mostly taste. */
export const personalise = signal(0.2)

/** What to search for, or nothing when the feed should show. */
export const query = computed<SearchQuery | undefined>(() => {
  const text = queryText.value.trim()
  const medium = queryMedium.value
  if (medium !== undefined) return { [medium.kind]: medium.source, ...(text === '' ? {} : { text }) }
  return text === '' ? undefined : text
})

function setMedium(next: QueryMedium | undefined): void {
  const last = queryMedium.peek()?.thumbnail
  if (last?.startsWith('blob:') === true) URL.revokeObjectURL(last)
  queryMedium.value = next
}

/** Searches with a file, or stops searching with one. What is no medium is left alone. */
export function setQueryFile(file: File | undefined): void {
  const kind = file === undefined ? undefined : kindOf(file)
  if (file === undefined || kind === undefined) {
    setMedium(undefined)
    return
  }
  const shown = kind === 'image' ? { thumbnail: URL.createObjectURL(file) } : {}
  setMedium({ kind, source: file, name: file.name, ...shown })
}

/** Searches with one medium of a postcard alone: for what looks, or sounds, like it. */
export function askWithItem(item: Item, kind: FileKind, name: string): void {
  const source = item[kind]
  if (source === undefined) return
  batch(() => {
    queryText.value = ''
    setMedium({ kind, source, name, ...(item.image === undefined ? {} : { thumbnail: item.image }) })
  })
}

/** Back from search to the feed. */
export function clearQuery(): void {
  batch(() => {
    queryText.value = ''
    setMedium(undefined)
  })
}
