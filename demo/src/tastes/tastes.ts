import { signal } from '@preact/signals'
import type { Taste, TasteEdit } from 'locavore'
import { titleOf } from '../feed/caption.js'
import { anyValueWords, begin } from '../language/catalogue-words.js'
import { say } from '../language/texts.js'
import { recommender } from '../state/connection.js'
import { refresh } from '../state/listing.js'
import { tellPaused } from '../state/marks.js'
import { messageOf } from '../state/messages.js'
import { announce } from '../ui/announcements.js'
import { showToast } from '../ui/toasts.js'

export const tastes = signal<readonly Taste[]>([])

export async function readTastes(): Promise<void> {
  tastes.value = await (await recommender()).tastes()
}

/** The person's own name for it, or what its postcards have in common. */
export function tasteName({ name, words, examples }: Taste): string {
  if (name !== undefined) return name
  if (words.length > 0) return begin(words.slice(0, 2).map(anyValueWords).join(', '))
  return examples[0] === undefined ? say().tastes.other : say().tastes.like(titleOf(examples[0]))
}

/** Changes a taste, with a way back, and shows what it does. */
export async function edit(change: TasteEdit, said: string): Promise<void> {
  try {
    const result = await (await recommender()).editTaste(change)
    if (result === undefined) {
      tellPaused()
      return
    }
    tastes.value = result.tastes
    announce(said)
    showToast(said, { action: { label: say().common.undo, run: () => void undo(result.sequences) } })
    await refresh()
  } catch (error) {
    showToast(messageOf(error), { tone: 'problem' })
  }
}

async function undo(sequences: readonly number[]): Promise<void> {
  await (await recommender()).forget(sequences)
  await Promise.all([readTastes(), refresh()])
  announce(say().tastes.undone)
}
