import { signal } from '@preact/signals'
import type { ModeSummary } from 'locavore'
import { say } from '../language/texts.js'
import { recommender } from '../state/connection.js'
import { refresh } from '../state/listing.js'
import { readMarks } from '../state/marks.js'
import { keepMode } from '../state/mode.js'
import { readSteering } from '../steer/steering.js'
import { announce } from '../ui/announcements.js'
import { onlyTaste } from './only-taste-choice.js'

/** Modes that something was done in. */
export const modes = signal<readonly ModeSummary[]>([])

export async function readModes(): Promise<void> {
  modes.value = await (await recommender()).modes()
}

/** Everything from now on belongs to this mode, and the page shows it. */
export async function switchMode(next: string | undefined): Promise<void> {
  const made = await recommender()
  made.setMode(next)
  keepMode(next)
  onlyTaste.value = undefined
  await Promise.all([readMarks(), readSteering(), refresh(), readModes()])
  announce(next === undefined ? say().modes.usualFeed : say().modes.feedOf(next))
}
