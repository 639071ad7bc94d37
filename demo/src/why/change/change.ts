import { signal } from '@preact/signals'
import type { ChangeFound, Recommendation, WhatWouldChange } from 'locavore'
import { say } from '../../language/texts.js'
import { recommender } from '../../state/connection.js'
import { language } from '../../state/language.js'
import { learntSinceFeed, readMarks } from '../../state/marks.js'
import { isAbort, messageOf } from '../../state/messages.js'
import { showToast } from '../../ui/toasts.js'

export type Change =
  | { readonly state: 'working'; readonly tried: number }
  | { readonly state: 'ready'; readonly answer: WhatWouldChange }
  | { readonly state: 'failed'; readonly problem: string }

/** What would have to be otherwise for the postcard of the open answer not to be there. */
export const change = signal<Change | undefined>(undefined)

let running: AbortController | undefined

export function forgetChange(): void {
  running?.abort()
  change.value = undefined
}

/** @param titles of what may be named, in the language of the postcards, by id */
export async function findChange(
  recommendation: Recommendation,
  titles: Readonly<Record<string, string>>,
): Promise<void> {
  running?.abort()
  running = new AbortController()
  const { signal: stop } = running
  change.value = { state: 'working', tried: 0 }
  try {
    const answer = await (await recommender()).whatWouldChange(recommendation, {
      signal: stop,
      language: language.value,
      titles,
      onProgress: ({ rankings }) => {
        if (!stop.aborted) change.value = { state: 'working', tried: rankings }
      },
    })
    if (!stop.aborted) change.value = { state: 'ready', answer }
  } catch (error) {
    if (!stop.aborted && !isAbort(error)) change.value = { state: 'failed', problem: messageOf(error) }
  }
}

/** Does again what was taken back; of all that was done it then comes last. */
async function doAgain({ actions }: ChangeFound): Promise<void> {
  const made = await recommender()
  for (const { sequence: _, item: __, weight: ___, ...action } of actions) await made.record(action)
  learntSinceFeed.value += 1
  await readMarks()
}

/** Forgets the actions for good, with a way back. */
export async function takeBack(found: ChangeFound): Promise<void> {
  try {
    await (await recommender()).forget(found.actions.map(({ sequence }) => sequence))
    learntSinceFeed.value += 1
    await readMarks()
    showToast(say().change.taken(found.actions.length), {
      action: { label: say().common.undo, run: () => void doAgain(found).catch(tellProblem) },
    })
  } catch (error) {
    tellProblem(error)
  }
}

const tellProblem = (error: unknown): void => showToast(messageOf(error), { tone: 'problem' })
