import { signal } from '@preact/signals'
import type { ItemInput } from 'locavore'
import { say } from '../language/texts.js'
import { type FileKind, KIND_WORDS, kindOf } from '../search/media-files.js'
import { recommender } from '../state/connection.js'
import { describeStep, type EncoderProgress } from '../state/encoder.js'
import { refresh } from '../state/listing.js'
import { isAbort, messageOf } from '../state/messages.js'
import { announce } from '../ui/announcements.js'
import { showToast } from '../ui/toasts.js'
import { outlineOf } from './outline.js'

export interface OwnWork extends EncoderProgress {
  readonly stop: () => void
}

/** What is going on with the person's own photos, sounds and clips, while it is. */
export const ownWork = signal<OwnWork | undefined>(undefined)

interface Own {
  readonly id: string
  readonly file: File
  readonly kind: FileKind
}

const titleOf = ({ file }: Own): string =>
  file.name.replace(/\.[^.]+$/, '').replaceAll(/[-_]+/g, ' ') || say().common.untitled

async function inputOf(own: Own): Promise<ItemInput> {
  const { id, file, kind } = own
  const outline = kind === 'image' ? undefined : await outlineOf(file)
  return {
    id,
    title: titleOf(own),
    [kind]: file,
    attributes: { yours: true, medium: KIND_WORDS[kind], ...outline },
    addedAt: Date.now(),
  }
}

async function store(own: readonly Own[], stopped: AbortController): Promise<number> {
  const made = await recommender()
  const { added, refused } = await made.addItems(await Promise.all(own.map(inputOf)), {
    onProgress: (step) => {
      ownWork.value = { stop: () => stopped.abort(), ...describeStep(step) }
    },
    signal: stopped.signal,
  })
  for (const { id, error } of refused) {
    const name = own.find((each) => each.id === id)?.file.name ?? id
    showToast(say().own.leftOut(name, messageOf(error)), { tone: 'problem' })
  }
  return added
}

/** Reads photos, sounds and clips on the device and puts them among the postcards. */
export async function addMedia(files: readonly File[]): Promise<void> {
  const own = files.flatMap((file) => {
    const kind = kindOf(file)
    return kind === undefined ? [] : [{ id: `own-${crypto.randomUUID()}`, file, kind }]
  })
  if (own.length === 0 || ownWork.value !== undefined) return
  const stopped = new AbortController()
  ownWork.value = { label: say().own.opening, stop: () => stopped.abort() }
  try {
    const added = await store(own, stopped)
    if (added > 0) {
      const message = say().own.added(added)
      announce(message)
      showToast(message)
      await refresh()
    }
  } catch (error) {
    if (!isAbort(error)) showToast(messageOf(error), { tone: 'problem' })
  } finally {
    ownWork.value = undefined
  }
}

export async function removeOwn(itemId: string): Promise<void> {
  await (await recommender()).removeItems([itemId])
  await refresh()
}
