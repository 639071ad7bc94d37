import { signal } from '@preact/signals'
import type { ItemInput } from 'locavore'
import { type FileKind, KIND_WORDS, kindOf } from '../search/media-files.js'
import { recommender } from '../state/connection.js'
import { describeStep, type EncoderProgress } from '../state/encoder.js'
import { refresh } from '../state/listing.js'
import { isAbort, messageOf } from '../state/messages.js'
import { announce } from '../ui/announcements.js'
import { showToast } from '../ui/toasts.js'
import { outlineOf } from './outline.js'

export interface OwnWork extends EncoderProgress {
  readonly what: string
  readonly stop: () => void
}

/** What is going on with the person's own photos, sounds and clips, while it is. */
export const ownWork = signal<OwnWork | undefined>(undefined)

interface Own {
  readonly id: string
  readonly file: File
  readonly kind: FileKind
}

const OWN_WORDS: Readonly<Record<FileKind, string>> = { ...KIND_WORDS, image: 'photo' }

const titleOf = ({ file, kind }: Own): string =>
  file.name.replace(/\.[^.]+$/, '').replaceAll(/[-_]+/g, ' ') || `A ${OWN_WORDS[kind]} of yours`

/** `your photo`, `3 sounds`, `4 files`. */
function wordsFor(own: readonly Own[]): string {
  const [first] = own
  const same = own.every(({ kind }) => kind === first?.kind)
  const word = same && first !== undefined ? OWN_WORDS[first.kind] : 'file'
  return own.length === 1 ? `your ${word}` : `${own.length} ${word}s`
}

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
      ownWork.value = { what: wordsFor(own), stop: () => stopped.abort(), ...describeStep(step) }
    },
    signal: stopped.signal,
  })
  for (const { id, error } of refused) {
    const name = own.find((each) => each.id === id)?.file.name ?? id
    showToast(`${name} was left out. ${messageOf(error)}`, { tone: 'problem' })
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
  const what = wordsFor(own)
  ownWork.value = { what, label: 'Opening', stop: () => stopped.abort() }
  try {
    const added = await store(own, stopped)
    if (added > 0) {
      const message =
        own.length === 1
          ? `${what.replace('your', 'Your')} is among the postcards.`
          : `${added} files are among the postcards.`
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
