import { LocavoreError, toLocavoreError } from '@locavore/core'
import type { CallContext } from '@locavore/threads/worker'
import type {
  EncodeOutcome,
  EncoderService,
  PictureLimits,
  WirePicture,
  WorkerSetup,
} from '../shared/encoder-protocol.js'
import type { ImageTower } from '../shared/model-manifest.js'
import { normaliseText } from '../shared/normalise-text.js'
import { encodeWindows } from './audio-tower.js'
import { checkFileSize, DrawingFound, decodePicture, pictureTooLarge } from './decode-picture.js'
import { fetchBytes } from './fetch-bytes.js'
import { runImageTowerInParts, type TowerAnswer } from './image-tower.js'
import { report, signalOf } from './load-files.js'
import { LoadedModel } from './loaded-model.js'
import { noteRequest } from './note-request.js'
import { runTextTower } from './text-tower.js'
import { unitVectorOf } from './unit-vector-of.js'

/** What the worker serves. One model and one device per worker: another setup is another worker. */
export function createEncoderService(): EncoderService {
  let model: LoadedModel | undefined
  const open = (setup: WorkerSetup): LoadedModel => {
    model ??= new LoadedModel(setup)
    return model
  }
  return {
    load: ({ setup, modalities }, context) => inCall(context, () => open(setup).load(modalities, context)),
    encodeText: ({ setup, texts }, context) =>
      inCall(context, async () => {
        const { session, tower, tokenise } = await open(setup).text(context)
        return encodeEach(
          texts,
          async (text) => tokenise(normaliseText(text)),
          async (rows) => ({ vectors: await runTextTower(session, tower, rows) }),
          setup.manifest.space.dimensions,
          context,
        )
      }),
    encodePictures: ({ setup, pictures, limits, parts = false }, context) =>
      inCall(context, async () => {
        const { session, tower } = await open(setup).image(context)
        return encodeEach<WirePicture, Uint8ClampedArray>(
          pictures,
          (picture) => readPicture(picture, tower, limits, context),
          (rows) => runImageTowerInParts(session, parts ? tower : withoutPatches(tower), rows),
          setup.manifest.space.dimensions,
          context,
        )
      }),
    encodeSound: ({ setup, sound, parts = false }, context) =>
      inCall(context, async () => {
        const opened = await open(setup).audio(context)
        checkCancelled(context)
        return encodeWindows(sound, { ...opened, parts, dimensions: setup.manifest.space.dimensions })
      }),
  }
}

/** An output that nobody wants need not be computed. */
function withoutPatches({ patches: _, ...tower }: ImageTower): ImageTower {
  return tower
}

/** Methods throw at once or later alike. */
async function inCall<T>(context: CallContext, method: () => Promise<T>): Promise<T> {
  checkCancelled(context)
  return method()
}

function checkCancelled(context: CallContext): void {
  if (context.cancelled()) throw new LocavoreError('aborted', 'The call was cancelled.')
}

/** Prepares each input for itself, so that a bad one fails alone, and runs those that are left as one batch. */
async function encodeEach<Input, Row>(
  inputs: readonly Input[],
  prepare: (input: Input) => Promise<Row>,
  run: (rows: readonly Row[]) => Promise<TowerAnswer>,
  dimensions: number,
  context: CallContext,
): Promise<readonly EncodeOutcome[]> {
  const outcomes: (EncodeOutcome | undefined)[] = []
  const rows: Row[] = []
  for (const input of inputs) {
    checkCancelled(context)
    try {
      rows.push(await prepare(input))
      outcomes.push(undefined)
    } catch (thrown) {
      outcomes.push(outcomeOf(thrown, context))
    }
  }
  checkCancelled(context)
  const answer = rows.length === 0 ? { vectors: new Float32Array(0) } : await run(rows)
  const each = (answer.parts?.length ?? 0) / Math.max(1, rows.length)
  let row = 0
  return outcomes.map((outcome) => outcome ?? vectorAt(answer, row++, each, dimensions))
}

function outcomeOf(thrown: unknown, context: CallContext): EncodeOutcome {
  checkCancelled(context)
  if (thrown instanceof DrawingFound) return { kind: 'drawing', file: thrown.file }
  return { kind: 'error', error: toLocavoreError(thrown).toRecord() }
}

function vectorAt({ vectors, parts }: TowerAnswer, row: number, each: number, dimensions: number): EncodeOutcome {
  const vector = unitVectorOf(vectors, row, dimensions)
  return parts === undefined
    ? { kind: 'vector', vector }
    : { kind: 'vector', vector, parts: parts.slice(row * each, (row + 1) * each) }
}

async function readPicture(
  picture: WirePicture,
  tower: ImageTower,
  limits: PictureLimits,
  context: CallContext,
): Promise<Uint8ClampedArray> {
  if (picture.kind === 'pixels' && picture.pixels.length === 4 * tower.width * tower.height) return picture.pixels
  if (picture.kind === 'bitmap') return decodePicture(picture, undefined, tower, limits)
  if (picture.kind === 'address')
    return decodePicture(picture, await fetchPicture(picture.url, limits, context), tower, limits)
  if (picture.kind === 'file' && picture.file instanceof Blob)
    return decodePicture(picture, picture.file, tower, limits)
  throw new LocavoreError('internal', 'A picture reached the worker without its file.')
}

async function fetchPicture(url: string, limits: PictureLimits, context: CallContext): Promise<Blob> {
  const note = noteRequest(url, 'media', (noted) => report(context, { kind: 'request', ...noted }))
  const { bytes, type } = await fetchBytes(url, {
    ...(url.startsWith('blob:') ? {} : { onArrived: note }),
    signal: signalOf(context),
    mostBytes: limits.bytes,
    tooLarge: () => pictureTooLarge(`more than ${limits.bytes} bytes`, `${limits.bytes} bytes`),
    notHtml: true,
  })
  checkFileSize(bytes.length, limits)
  return new Blob([bytes], { type })
}
