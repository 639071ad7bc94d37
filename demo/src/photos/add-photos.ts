import { signal } from '@preact/signals'
import { recommender } from '../state/connection.js'
import { describeStep, type EncoderProgress } from '../state/encoder.js'
import { refresh } from '../state/listing.js'
import { messageOf } from '../state/messages.js'
import { announce } from '../ui/announcements.js'
import { showToast } from '../ui/toasts.js'

export interface PhotoWork extends EncoderProgress {
  readonly count: number
}

/** What is going on with the person's own photos, while it is. */
export const photoWork = signal<PhotoWork | undefined>(undefined)

interface Photo {
  readonly id: string
  readonly file: File
}

const titleOf = (file: File): string =>
  file.name.replace(/\.[^.]+$/, '').replaceAll(/[-_]+/g, ' ') || 'A photo of yours'

async function store(photos: readonly Photo[]): Promise<number> {
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
        photoWork.value = { count: photos.length, ...describeStep(step) }
      },
    },
  )
  for (const { id, error } of refused) {
    const name = photos.find((photo) => photo.id === id)?.file.name ?? id
    showToast(`${name} was left out. ${error.message}`, { tone: 'problem' })
  }
  return added
}

/** Reads photos on the device and puts them among the postcards. */
export async function addPhotos(files: readonly File[]): Promise<void> {
  if (files.length === 0 || photoWork.value !== undefined) return
  photoWork.value = { count: files.length, label: 'Opening the photos' }
  try {
    const added = await store(files.map((file) => ({ id: `own-${crypto.randomUUID()}`, file })))
    if (added > 0) {
      const message = added === 1 ? 'Your photo is among the postcards.' : `${added} photos are among the postcards.`
      announce(message)
      showToast(message)
      await refresh()
    }
  } catch (error) {
    showToast(messageOf(error), { tone: 'problem' })
  } finally {
    photoWork.value = undefined
  }
}

export async function removePhoto(itemId: string): Promise<void> {
  await (await recommender()).removeItems([itemId])
  await refresh()
}
