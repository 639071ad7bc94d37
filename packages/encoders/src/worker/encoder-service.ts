import { LocavoreError, toLocavoreError } from '@locavore/core'
import type { CallContext } from '@locavore/threads/worker'
import type { EncoderService, PictureLimits, WirePicture, WorkerSetup } from '../shared/encoder-protocol.js'
import type { ImageTower } from '../shared/model-manifest.js'
import { normaliseText } from '../shared/normalise-text.js'
import { encodeWindows } from './audio-tower.js'
import {
  checkFileSize,
  decodePicture,
  fetched,
  handedOver,
  type PictureFile,
  pictureTooLarge,
} from './decode-picture.js'
import { checkCancelled, encodeEach } from './encode-each.js'
import { fetchBytes } from './fetch-bytes.js'
import { createGate } from './gate.js'
import { loadFiles, modelFile, report, signalOf } from './load-files.js'
import { LoadedModel } from './loaded-model.js'
import { noteRequest } from './note-request.js'

/** Larger batches are no faster on WebAssembly, and keep the worker longer from what it has to fetch and decode. */
const PICTURES_PER_RUN = 4
const PICTURES_PER_GPU_RUN = 16

/** Files on their way to pixels at once, of all calls: enough to hide the way of each behind the runs of others. */
const preparing = createGate(16)

/** What the worker serves. One model and one device per worker: another setup is another worker. */
export function createEncoderService(): EncoderService {
  let model: LoadedModel | undefined
  const open = (setup: WorkerSetup): LoadedModel => {
    model ??= new LoadedModel(setup)
    return model
  }
  /** Methods throw at once or later alike. */
  const inCall = async <T>(context: CallContext, method: () => Promise<T>): Promise<T> => {
    checkCancelled(context)
    try {
      return await method()
    } catch (thrown) {
      if (toLocavoreError(thrown).code === 'self-check-failed') await model?.distrust()
      throw thrown
    }
  }
  return {
    load: ({ setup, modalities }, context) => inCall(context, () => open(setup).load(modalities, context)),
    encodeText: ({ setup, texts }, context) =>
      inCall(context, async () => {
        const { run, tokenise } = await open(setup).text(context)
        const { dimensions } = setup.manifest.space
        const plan = {
          prepare: async (text: string) => tokenise(normaliseText(text)),
          run: async (rows: readonly (readonly number[])[]) => ({ vectors: await run(rows) }),
          rowsPerRun: texts.length,
          dimensions,
        }
        return encodeEach(texts, plan, context)
      }),
    encodePictures: ({ setup, pictures, limits, parts = false }, context) =>
      inCall(context, async () => {
        const { run, tower, inTurn } = await open(setup).image(context)
        const { dimensions } = setup.manifest.space
        const plan = {
          prepare: (picture: WirePicture) =>
            preparing.pass(1, async () => {
              checkCancelled(context)
              return readPicture(picture, tower, limits, context)
            }),
          run: (rows: readonly Uint8ClampedArray[]) => run(rows, 4, parts),
          rowsPerRun: inTurn ? 1 : setup.device === 'webgpu' ? PICTURES_PER_GPU_RUN : PICTURES_PER_RUN,
          dimensions,
        }
        return encodeEach(pictures, plan, context)
      }),
    encodeSound: ({ setup, sound, parts = false }, context) =>
      inCall(context, async () => {
        const opened = await open(setup).audio(context)
        checkCancelled(context)
        return encodeWindows(sound, { ...opened, parts, dimensions: setup.manifest.space.dimensions })
      }),
    readTags: ({ setup }, context) =>
      inCall(context, async () => {
        const { tags } = setup.manifest
        if (tags === undefined) return undefined
        const [bytes] = await loadFiles([modelFile(setup, tags)], context)
        return new TextDecoder().decode(bytes)
      }),
  }
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
    return decodePicture(picture, handedOver(picture.file), tower, limits)
  throw new LocavoreError('internal', 'A picture reached the worker without its file.')
}

async function fetchPicture(url: string, limits: PictureLimits, context: CallContext): Promise<PictureFile> {
  const note = noteRequest(url, 'media', (noted) => report(context, { kind: 'request', ...noted }))
  const { bytes, type } = await fetchBytes(url, {
    ...(url.startsWith('blob:') ? {} : { onArrived: note }),
    signal: signalOf(context),
    mostBytes: limits.bytes,
    tooLarge: () => pictureTooLarge(`more than ${limits.bytes} bytes`, `${limits.bytes} bytes`),
    notHtml: true,
  })
  checkFileSize(bytes.length, limits)
  return fetched(bytes, type)
}
