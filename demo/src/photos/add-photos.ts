import { signal } from '@preact/signals'
import { recommender } from '../state/connection.js'
import { describeStep, type EncoderProgress } from '../state/encoder.js'
import { refresh } from '../state/listing.js'
import { isAbort, messageOf } from '../state/messages.js'
import { announce } from '../ui/announcements.js'
import { showToast } from '../ui/toasts.js'

export interface PhotoWork extends EncoderProgress {
  readonly count: number
  readonly stop: () => void
}

/** What is going on with the person's own photos, while it is. */
export const photoWork = signal<PhotoWork | undefined>(undefined)

interface Photo {
  readonly id: string
  readonly file: File
}

const titleOf = (file: File): string =>
  file.name.replace(/\.[^.]+$/, '').replaceAll(/[-_]+/g, ' ') || 'A photo of yours'

async function store(photos: readonly Photo[], stopped: AbortController): Promise<number> {
  const made = await recommender()
  const { added, refused } = await made.addItems(
    photos.map(({ id, file }) => ({
      id,
      title: titleOf(file),
      image: file,
      attributes: { yours: true },
      addedAt: Date.now(),
    })),
    {
      onProgress: (step) => {
        photoWork.value = { count: photos.length, stop: () => stopped.abort(), ...describeStep(step) }
      },
      signal: stopped.signal,
    },
  )
  for (const { id, error } of refused) {
    const name = photos.find((photo) => photo.id === id)?.file.name ?? id
    showToast(`${name} was left out. ${messageOf(error)}`, { tone: 'problem' })
  }
  return added
}

/** Reads photos on the device and puts them among the postcards. */
export async function addPhotos(files: readonly File[]): Promise<void> {
  if (files.length === 0 || photoWork.value !== undefined) return
  const stopped = new AbortController()
  photoWork.value = { count: files.length, label: 'Opening the photos', stop: () => stopped.abort() }
  try {
    const photos = files.map((file) => ({ id: `own-${crypto.randomUUID()}`, file }))
    const added = await store(photos, stopped)
    if (added > 0) {
      const message = added === 1 ? 'Your photo is among the postcards.' : `${added} photos are among the postcards.`
      announce(message)
      showToast(message)
      await refresh()
    }
  } catch (error) {
    if (!isAbort(error)) showToast(messageOf(error), { tone: 'problem' })
  } finally {
    photoWork.value = undefined
  }
}

export async function removePhoto(itemId: string): Promise<void> {
  await (await recommender()).removeItems([itemId])
  await refresh()
}
