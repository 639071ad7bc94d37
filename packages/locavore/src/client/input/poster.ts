import type { ClipSource } from '@locavore/encoders'
import { toDataUrl } from './thumbnail.js'

/** The first moments of a film are often black. */
const SECONDS_IN = 1
/** A film that shows nothing for this long gets no picture. */
const PATIENCE_MS = 5_000

/** One small `data:` picture of a clip, or nothing where the browser cannot show it. Makes no request. */
export async function posterOf(clip: ClipSource): Promise<string | undefined> {
  const isFile = clip instanceof Blob
  const address = isFile ? URL.createObjectURL(clip) : String(clip)
  const video = document.createElement('video')
  try {
    video.muted = true
    video.preload = 'auto'
    video.src = address
    await eventOf(video, 'loadeddata')
    const { duration } = video
    if (Number.isFinite(duration) && duration > 0) {
      video.currentTime = Math.min(SECONDS_IN, duration / 2)
      await eventOf(video, 'seeked')
    }
    return toDataUrl(await createImageBitmap(video))
  } catch {
    // A clip without a picture of it is still a clip that can be found.
    return undefined
  } finally {
    video.removeAttribute('src')
    video.load()
    if (isFile) URL.revokeObjectURL(address)
  }
}

function eventOf(video: HTMLVideoElement, name: 'loadeddata' | 'seeked'): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('the film shows nothing')), PATIENCE_MS)
    const settle = (how: () => void) => () => {
      clearTimeout(timer)
      how()
    }
    video.addEventListener(name, settle(resolve), { once: true })
    video.addEventListener(
      'error',
      settle(() => reject(new Error('the film cannot be shown'))),
      { once: true },
    )
  })
}
