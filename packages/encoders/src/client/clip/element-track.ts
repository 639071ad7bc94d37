import { LocavoreError } from '@locavore/core'
import type { FilmFrame, PictureTrack } from '../media/open-media.js'
import { patiently } from '../media/patience.js'

/** Far beyond every film: recordings tell their length only once someone has gone to their end. */
const BEYOND_THE_END = 1e7

/**
 * The pictures of a film by way of a video element: for browsers without WebCodecs, and for kinds of files that only the
 * browser's own player opens.
 *
 * @throws LocavoreError `unsupported-media`, `no-content`, `deadline-exceeded`, `aborted`
 */
export async function openElement(
  file: Blob,
  signal: AbortSignal | undefined,
): Promise<{ readonly track: PictureTrack; readonly close: () => void }> {
  const video = document.createElement('video')
  const address = URL.createObjectURL(file)
  const close = () => {
    video.removeAttribute('src')
    video.load()
    URL.revokeObjectURL(address)
  }
  try {
    video.muted = true
    video.preload = 'auto'
    video.playsInline = true
    const loaded = told(video, 'loadeddata')
    video.src = address
    await patiently(loaded, signal)
    if (video.videoWidth === 0) throw new LocavoreError('no-content', 'The file has no pictures, only sound.')
    const to = await patiently(lengthOf(video), signal)
    const frames = (seconds: readonly number[]) => elementFrames(video, seconds)
    return { track: { from: 0, to, keyTimes: async () => [], frames }, close }
  } catch (thrown) {
    close()
    throw thrown
  }
}

/** Waits for an event of the player, or for its error. */
function told(video: HTMLVideoElement, event: 'loadeddata' | 'seeked' | 'durationchange'): Promise<void> {
  return new Promise((resolve, reject) => {
    const settle = (act: () => void) => {
      video.removeEventListener(event, done)
      video.removeEventListener('error', failed)
      act()
    }
    const done = () => settle(resolve)
    const failed = () =>
      settle(() => {
        const reason = video.error?.message ?? 'no reason given'
        const message = `The browser's player cannot open the film: ${reason}.`
        reject(new LocavoreError('unsupported-media', message))
      })
    video.addEventListener(event, done)
    video.addEventListener('error', failed)
  })
}

async function lengthOf(video: HTMLVideoElement): Promise<number> {
  if (Number.isFinite(video.duration)) return video.duration
  const sought = told(video, 'seeked')
  video.currentTime = BEYOND_THE_END
  await sought
  return Number.isFinite(video.duration) ? video.duration : video.currentTime
}

async function* elementFrames(
  video: HTMLVideoElement,
  seconds: readonly number[],
): AsyncGenerator<FilmFrame, void, unknown> {
  for (const at of seconds) {
    if (Math.abs(video.currentTime - at) > 1e-3) {
      const sought = told(video, 'seeked')
      video.currentTime = at
      await sought
    }
    yield {
      seconds: at,
      width: video.videoWidth,
      height: video.videoHeight,
      draw: (context, width, height) => context.drawImage(video, 0, 0, width, height),
    }
  }
}
