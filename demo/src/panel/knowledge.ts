import { batch, signal } from '@preact/signals'
import type { HistoryEntry, ProfileSummary, RecommenderStatus } from 'locavore'
import { clearFilters } from '../filters/choices.js'
import { say } from '../language/texts.js'
import { forgetPicks } from '../onboarding/picks.js'
import { queryText, setQueryFile } from '../search/query.js'
import { recommender, reopen } from '../state/connection.js'
import { refresh } from '../state/listing.js'
import { learntSinceFeed, marks, readMarks } from '../state/marks.js'
import { keepMode } from '../state/mode.js'
import { readSteering, steered } from '../steer/steering.js'
import { onlyTaste } from '../tastes/only-taste-choice.js'
import { DEFAULT_TUNING, tune } from '../tune/settings.js'
import { announce } from '../ui/announcements.js'

/** Everything the device knows about the person, as the recommender tells it. */
export interface Knowledge {
  readonly history: readonly HistoryEntry[]
  readonly profile: ProfileSummary
  readonly status: RecommenderStatus
}

export const knowledge = signal<Knowledge | undefined>(undefined)

export async function readKnowledge(): Promise<void> {
  const made = await recommender()
  const [history, profile, status] = await Promise.all([made.history(), made.profile(), made.status()])
  knowledge.value = { history, profile, status }
}

export async function forget(sequences: readonly number[]): Promise<void> {
  await (await recommender()).forget(sequences)
  learntSinceFeed.value += 1
  await Promise.all([readMarks(), readSteering(), readKnowledge()])
  announce(say().knowledge.forgotten)
}

export async function exportFile(): Promise<File> {
  const data = await (await recommender()).exportData()
  return new File([data], `postcards-${new Date().toISOString().slice(0, 10)}.json`, { type: 'application/json' })
}

/** How much a file that is brought in would replace. */
export interface Held {
  readonly interactions: number
  readonly photos: number
}

interface Exported {
  readonly interactions: readonly { readonly type: string }[]
  readonly items: readonly unknown[]
}

/** Counted in what an export would hold: that is exactly what an import replaces. */
export async function heldNow(): Promise<Held> {
  const data = await (await recommender()).exportData()
  const { interactions, items } = JSON.parse(await data.text()) as Exported
  return { interactions: interactions.filter(({ type }) => type !== 'impression').length, photos: items.length }
}

export const isAnythingHeld = ({ interactions, photos }: Held): boolean => interactions + photos > 0

/** `3 things you did and 1 photo of yours` */
export const heldWords = ({ interactions, photos }: Held): string => say().data.held(interactions, photos)

/** Puts what the file holds in place of all that is held, and says what was replaced. */
export async function importFile(file: File): Promise<string> {
  const held = await heldNow()
  await (await recommender()).importData(file)
  await Promise.all([readMarks(), readSteering(), readKnowledge(), refresh()])
  const brought = heldWords(await heldNow())
  return isAnythingHeld(held) ? say().data.replaced(heldWords(held), brought) : say().data.brought(brought)
}

/** What was played lies on the service worker's shelf, and tells what somebody listened to. */
async function forgetPlayed(): Promise<void> {
  for (const name of await caches.keys()) {
    if (!name.startsWith('postcards-shell-')) continue
    const shelf = await caches.open(name)
    const played = (await shelf.keys()).filter(({ url }) => /\/catalogue\/(sounds|clips)\//.test(url))
    await Promise.all(played.map((request) => shelf.delete(request)))
  }
}

async function forgetChoices(): Promise<void> {
  try {
    localStorage.removeItem('postcards-theme')
    localStorage.removeItem('postcards-language')
    tune(DEFAULT_TUNING)
    await forgetPlayed()
  } catch {
    // Where storage is forbidden nothing was kept.
  }
}

/** Removes everything, here and in the recommender, and starts anew. */
export async function eraseEverything(): Promise<void> {
  keepMode(undefined)
  await (await recommender()).erase()
  await forgetChoices()
  await reopen()
  batch(() => {
    marks.value = new Map()
    steered.value = []
    onlyTaste.value = undefined
    forgetPicks()
    learntSinceFeed.value = 0
    queryText.value = ''
    setQueryFile(undefined)
    clearFilters()
  })
  await Promise.all([readKnowledge(), refresh()])
  announce(say().data.erased)
}
