import { LocavoreError, toLocavoreError } from '@locavore/core'
import type { EncodeOutcome, PictureLimits, WirePicture } from '../../shared/encoder-protocol.js'
import type { PictureSource } from '../encoder.js'
import type { Rung } from '../ladder.js'
import { packPicture, transferablesOf } from './pack-picture.js'
import { type RasteriseOptions, rasterise } from './rasterise.js'

export interface PictureRun {
  readonly limits: PictureLimits
  readonly drawing: RasteriseOptions
  readonly signal: AbortSignal | undefined
  /** Whether the vectors of the parts of each picture are wanted too. */
  readonly parts: boolean
}

/** Packs each picture for itself: one that cannot be read fails alone. Drawings go round by way of the page. */
export async function runPictures(
  rung: Rung,
  pictures: readonly PictureSource[],
  run: PictureRun,
): Promise<readonly EncodeOutcome[]> {
  const { limits, drawing } = run
  const packed = await Promise.all(
    pictures.map((picture) => attempt(() => packPicture(picture, { limits, ...drawing }))),
  )
  const first = await send(rung, packed, run)
  const redrawn = await Promise.all(
    first.map((outcome, at) =>
      outcome.kind === 'drawing' && outcome.file instanceof Blob
        ? attempt(() => rasterise(addressOf(packed[at]) ?? (outcome.file as Blob), drawing))
        : undefined,
    ),
  )
  const drawn = redrawn.filter((picture) => picture !== undefined)
  const second = drawn.length === 0 ? [] : await send(rung, drawn, run)
  let next = 0
  return first.map((outcome, at) => (redrawn[at] === undefined ? outcome : (second[next++] ?? lost())))
}

async function send(
  rung: Rung,
  packed: readonly (WirePicture | LocavoreError)[],
  { limits, signal, parts }: PictureRun,
): Promise<readonly EncodeOutcome[]> {
  const pictures = packed.filter((picture): picture is WirePicture => !(picture instanceof LocavoreError))
  const options = { ...(signal === undefined ? {} : { signal }), transfer: transferablesOf(pictures) }
  const outcomes = pictures.length === 0 ? [] : await rung.call('encodePictures', { pictures, limits, parts }, options)
  let next = 0
  return packed.map((picture): EncodeOutcome => {
    if (picture instanceof LocavoreError) return { kind: 'error', error: picture.toRecord() }
    return outcomes[next++] ?? lost()
  })
}

function lost(): EncodeOutcome {
  return { kind: 'error', error: new LocavoreError('internal', 'A picture was lost.').toRecord() }
}

async function attempt<T>(task: () => Promise<T>): Promise<T | LocavoreError> {
  try {
    return await task()
  } catch (thrown) {
    return toLocavoreError(thrown, 'invalid-picture')
  }
}

function addressOf(picture: WirePicture | LocavoreError | undefined): string | undefined {
  return picture !== undefined && 'kind' in picture && picture.kind === 'address' ? picture.url : undefined
}
