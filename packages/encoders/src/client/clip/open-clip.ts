import { LocavoreError } from '@locavore/core'
import type { ClipSource } from '../encoder.js'
import { broken } from '../media/input-failure.js'
import { type MediaFileOptions, mediaFile } from '../media/media-file.js'
import type { PictureTrack } from '../media/open-media.js'
import { patiently, patientlyEach } from '../media/patience.js'
import { type OpenSound, openWhole } from '../sound/open-sound.js'
import { soundStream } from '../sound/sound-stream.js'
import { openElement } from './element-track.js'

export interface OpenClip {
  readonly pictures: PictureTrack
  /** On the same clock as the pictures. */
  readonly sound: OpenSound | undefined
  readonly close: () => void
}

/**
 * A film, by WebCodecs where they can read it, else by the browser's player.
 *
 * @param sampleRate Of the model's audio tower; without one, the sound track is not opened.
 * @throws LocavoreError `unsupported-media`, `invalid-media`, `media-too-large`, `no-content`, `invalid-argument`,
 * `fetch-failed`, `deadline-exceeded`, `aborted`
 */
export async function openClip(
  source: ClipSource,
  sampleRate: number | undefined,
  options: MediaFileOptions,
): Promise<OpenClip> {
  const isFile = typeof source === 'string' || source instanceof URL || source instanceof Blob
  if (!isFile) throw new LocavoreError('unsupported-media', 'A clip must be an address or a Blob.')
  const file = await mediaFile(source, options)
  try {
    return await openTracks(file, sampleRate, options.signal)
  } catch (thrown) {
    const error = thrown instanceof LocavoreError ? thrown : broken(thrown)
    if (error.code !== 'unsupported-media') throw error
    return openInPlayer(file, sampleRate, options.signal).catch((other: unknown) => {
      // The first way says better what is wrong with the file.
      throw options.signal?.aborted ? other : error
    })
  }
}

async function openTracks(
  file: Blob,
  sampleRate: number | undefined,
  signal: AbortSignal | undefined,
): Promise<OpenClip> {
  // Loaded only here: a page that never encodes a film never fetches it.
  const { openMedia } = await import('../media/open-media.js')
  const media = await patiently(openMedia(file, { sound: sampleRate !== undefined, pictures: true }), signal)
  if (media.pictures === undefined) {
    media.close()
    throw new LocavoreError('no-content', 'The file has no pictures, only sound: encode it as a sound.')
  }
  const { sound, pictures, close, isUnheard } = media
  if (sampleRate === undefined) return { pictures, sound: undefined, close }
  if (sound === undefined) {
    return { pictures, sound: isUnheard ? await soundBeside(file, sampleRate, signal) : undefined, close }
  }
  const pieces = soundStream(patientlyEach(sound.pieces(), signal), sampleRate)
  return { pictures, sound: { seconds: sound.seconds, pieces, close: () => {} }, close }
}

/** What cannot be unpacked beside the pictures stays unheard. */
async function soundBeside(
  file: Blob,
  sampleRate: number,
  signal: AbortSignal | undefined,
): Promise<OpenSound | undefined> {
  return openWhole(file, sampleRate, signal).catch(() => undefined)
}

async function openInPlayer(
  file: Blob,
  sampleRate: number | undefined,
  signal: AbortSignal | undefined,
): Promise<OpenClip> {
  const { track, close } = await openElement(file, signal)
  // The player gives no samples.
  const sound = sampleRate === undefined ? undefined : await soundBeside(file, sampleRate, signal)
  return { pictures: track, sound, close }
}
