import { signal } from '@preact/signals'
import type { Modality, Steering, SteeringEntry } from 'locavore'
import { titleOf } from '../feed/caption.js'
import { facetWords, valueWords } from '../language/catalogue-words.js'
import { say } from '../language/texts.js'
import { paused, recommender } from '../state/connection.js'
import { prepareEncoder } from '../state/encoder.js'
import { refresh } from '../state/listing.js'
import { tellPaused } from '../state/marks.js'
import { messageOf } from '../state/messages.js'
import { announce } from '../ui/announcements.js'
import { showToast } from '../ui/toasts.js'

/** What the lists are steered by, the newest first. */
export const steered = signal<readonly SteeringEntry[]>([])
/** True while words are read, or a list is made of them. */
export const busy = signal(false)

export async function readSteering(): Promise<void> {
  steered.value = await (await recommender()).steering()
}

/** `More rain`, `Like Bell Cove, but at night`, `Pictures count less` */
export function steeringWords({ steering, value, item }: Pick<SteeringEntry, 'steering' | 'value' | 'item'>): string {
  const { steer: words, common } = say()
  const more = value > 0
  if ('modality' in steering) {
    const medium = words.media[steering.modality]
    if (value === -1) return words.without(medium)
    return more ? words.countMore(medium) : words.countLess(medium)
  }
  if ('attribute' in steering) {
    const { attribute, is } = steering
    const what = is === undefined ? facetWords(attribute) : valueWords(attribute, String(is))
    return more ? words.moreOf(what) : words.lessOf(what)
  }
  if (!('itemId' in steering)) return more ? words.moreOf(steering.words) : words.lessOf(steering.words)
  const title = item === undefined ? common.gone : common.quoted(titleOf(item))
  if (steering.words === undefined) return more ? words.moreLike(title) : words.lessLike(title)
  return more ? words.likeBut(title, steering.words) : words.notLikeBut(title, steering.words)
}

async function working(work: () => Promise<void>): Promise<void> {
  if (busy.peek()) return
  busy.value = true
  try {
    await work()
  } catch (error) {
    showToast(messageOf(error), { tone: 'problem' })
  } finally {
    busy.value = false
  }
}

async function showChange(): Promise<void> {
  await Promise.all([readSteering(), refresh()])
}

/** Steers every list from now on, with a way back, and shows what it does. */
export function steer(asked: Steering): Promise<void> {
  return working(async () => {
    if ('words' in asked && asked.words !== undefined) await prepareEncoder(asked.words, new AbortController().signal)
    const recorded = await (await recommender()).steer(asked)
    if (recorded === undefined) {
      tellPaused()
      return
    }
    await showChange()
    const entry = steered.peek().find(({ sequence }) => sequence === recorded.sequence)
    if (entry === undefined) return
    const said = `${steeringWords(entry)}.`
    announce(said)
    showToast(said, { action: { label: say().common.undo, run: () => void unsteer(entry) } })
  })
}

/** As if it had never been said. */
export function unsteer({ sequence }: Pick<SteeringEntry, 'sequence'>): Promise<void> {
  return working(async () => {
    await (await recommender()).forget(sequence)
    await showChange()
    announce(say().steer.takenBack)
  })
}

type Setting = Extract<Steering, { readonly modality: Modality } | { readonly attribute: string }>

const isSame = (a: Steering, b: Steering): boolean =>
  'modality' in a
    ? 'modality' in b && a.modality === b.modality
    : 'attribute' in a && 'attribute' in b && a.attribute === b.attribute && a.is === b.is

/** Where a slider stands. */
export function settingOf(setting: Setting): SteeringEntry | undefined {
  return steered.value.find(({ steering }) => isSame(steering, setting))
}

/** Moves a slider: what it said before is forgotten, and at 0 it says nothing. */
export function set(setting: Setting): Promise<void> {
  return working(async () => {
    if (paused.peek()) {
      tellPaused()
      return
    }
    const made = await recommender()
    const before = settingOf(setting)
    if (before !== undefined) await made.forget(before.sequence)
    if (setting.value !== 0) await made.steer(setting)
    await showChange()
  })
}
