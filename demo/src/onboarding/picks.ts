import { computed, signal } from '@preact/signals'
import type { Item } from 'locavore'
import { filter } from '../filters/choices.js'
import { recommender } from '../state/connection.js'
import { listing } from '../state/listing.js'
import { marks, marksRead } from '../state/marks.js'
import { mode } from '../state/mode.js'

const COUNT = 10
/** Answers after which the feed knows enough to be asked for. */
export const ENOUGH = 3

export const picks = signal<readonly Item[]>([])
const skipped = signal(false)
/** True from the first answer on, so that the strip stays until its owner is done. */
const answering = signal(false)

const likes = computed(
  () => [...marks.value.values()].filter(({ like, save }) => like !== undefined || save !== undefined).length,
)

/** How many of the picks are liked. */
export const answered = computed(() => picks.value.filter(({ id }) => marks.value.get(id)?.like !== undefined).length)

/** Whether there is anybody to ask: nothing is liked yet, and the question was not skipped. */
export const asking = computed(
  () =>
    marksRead.value &&
    !skipped.value &&
    mode.value === undefined &&
    listing.value.kind === 'feed' &&
    filter.value === undefined &&
    (likes.value === 0 || answering.value),
)

export async function readPicks(): Promise<void> {
  if (picks.peek().length === 0) picks.value = await (await recommender()).onboardingPicks(COUNT)
}

export function noteAnswer(): void {
  answering.value = true
}

export function finishPicks(): void {
  skipped.value = true
  answering.value = false
}

/** Asks anew, for whoever was forgotten. */
export function forgetPicks(): void {
  skipped.value = false
  answering.value = false
  picks.value = []
}
