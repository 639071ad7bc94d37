import { signal } from '@preact/signals'
import type { Recommendation } from 'locavore'
import { titleOf } from '../feed/caption.js'
import { say } from '../language/texts.js'
import { announce } from '../ui/announcements.js'
import { showToast } from '../ui/toasts.js'
import { paused, recommender } from './connection.js'
import { messageOf } from './messages.js'
import { mode } from './mode.js'

/** What a person can say about a postcard, as the recommender calls it. */
export type Mark = 'like' | 'save' | 'hide' | 'dislike'

type ItemMarks = Readonly<Partial<Record<Mark, readonly number[]>>>

/** Item id -> mark -> the interactions behind it; no interaction yet means it is being stored. */
export const marks = signal<ReadonlyMap<string, ItemMarks>>(new Map())

/** True once it is known what is marked. */
export const marksRead = signal(false)

/** How many things were learnt since the feed was last made. */
export const learntSinceFeed = signal(0)

const MARKS: readonly Mark[] = ['like', 'save', 'hide', 'dislike']
let queue: Promise<unknown> = Promise.resolve()

export function hasMark(itemId: string, mark: Mark): boolean {
  return marks.value.get(itemId)?.[mark] !== undefined
}

/** True once a person asked not to see the postcard again. */
export function isDismissed(itemId: string): boolean {
  return hasMark(itemId, 'hide') || hasMark(itemId, 'dislike')
}

function put(itemId: string, mark: Mark, sequences: readonly number[] | undefined): void {
  const { [mark]: _, ...rest } = marks.value.get(itemId) ?? {}
  const next = sequences === undefined ? rest : { ...rest, [mark]: sequences }
  marks.value = new Map(marks.value).set(itemId, next)
}

/** Runs one change after the other, so that taking back finds what is still being stored. */
function inTurn(change: () => Promise<void>): Promise<void> {
  const done = queue.then(change)
  queue = done.catch(() => undefined)
  return done.catch((error: unknown) => showToast(messageOf(error), { tone: 'problem' }))
}

type Marked = Pick<Recommendation, 'item'> & Partial<Pick<Recommendation, 'listId' | 'position'>>

export function addMark({ item, listId, position }: Marked, mark: Mark): Promise<void> {
  put(item.id, mark, [])
  return inTurn(async () => {
    try {
      const recorded = await (await recommender()).record({
        type: mark,
        itemId: item.id,
        ...(listId === undefined ? {} : { listId }),
        ...(position === undefined ? {} : { position }),
      })
      put(item.id, mark, recorded === undefined ? undefined : [recorded.sequence])
      if (recorded === undefined) tellPaused()
      else learntSinceFeed.value += 1
    } catch (error) {
      put(item.id, mark, undefined)
      throw error
    }
  })
}

/** Says that what was done is not kept. */
export function tellPaused(): void {
  const run = () => void recommender().then((made) => made.resume())
  showToast(say().head.notKept, { action: { label: say().head.resume, run } })
}

/** As if it had never happened: the interactions themselves are forgotten. */
export function removeMark(itemId: string, mark: Mark): Promise<void> {
  return inTurn(async () => {
    const sequences = marks.value.get(itemId)?.[mark]
    if (sequences === undefined) return
    put(itemId, mark, undefined)
    try {
      await (await recommender()).forget(sequences)
      learntSinceFeed.value += 1
    } catch (error) {
      put(itemId, mark, sequences)
      throw error
    }
  })
}

export function toggleMark(marked: Marked, mark: Mark): Promise<void> {
  return hasMark(marked.item.id, mark) ? removeMark(marked.item.id, mark) : addMark(marked, mark)
}

/** Takes a postcard off the page, with a way back. */
export function dismiss(marked: Marked, mark: 'hide' | 'dislike'): void {
  const title = titleOf(marked.item)
  if (paused.value) {
    tellPaused()
    return
  }
  const message = mark === 'hide' ? say().card.hidden(title) : say().card.fewer(title)
  void addMark(marked, mark)
  announce(message)
  showToast(message, { action: { label: say().common.undo, run: () => void removeMark(marked.item.id, mark) } })
}

/** Reads all marks of the mode again from what is stored. */
export async function readMarks(): Promise<void> {
  const history = await (await recommender()).history()
  const read = new Map<string, Partial<Record<Mark, number[]>>>()
  for (const { type, itemId, sequence, mode: own } of history) {
    if (own !== mode.peek()) continue
    const mark = MARKS.find((each) => each === type)
    if (mark === undefined || itemId === undefined) continue
    const entry = read.get(itemId) ?? {}
    entry[mark] = [...(entry[mark] ?? []), sequence]
    read.set(itemId, entry)
  }
  marks.value = read
  marksRead.value = true
}
