import type { HistoryEntry } from 'locavore'
import { say } from '../language/texts.js'

/** What the person did, as the start of a sentence about it. */
export function deedWords(type: HistoryEntry['type']): string {
  return say().did[type]
}
