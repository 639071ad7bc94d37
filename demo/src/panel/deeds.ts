import type { HistoryEntry } from 'locavore'

const DEEDS: Record<HistoryEntry['type'], string> = {
  impression: 'Was shown',
  view: 'Looked at',
  dwell: 'Stayed with',
  play: 'Played',
  search: 'Searched',
  like: 'Liked',
  save: 'Saved',
  purchase: 'Bought',
  share: 'Shared',
  skip: 'Passed over',
  dislike: 'Not for you:',
  hide: 'Hid',
  steer: 'Steered by',
  taste: 'Changed a taste:',
}

/** What the person did, as the start of a sentence about it. */
export function deedWords(type: HistoryEntry['type']): string {
  return DEEDS[type]
}
