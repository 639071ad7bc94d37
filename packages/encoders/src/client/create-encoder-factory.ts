import { LocavoreError } from '@locavore/core'
import { modelFolder, RUNTIME_FOLDER } from '../shared/assets.js'
import { LADDER, type PictureLimits } from '../shared/encoder-protocol.js'
import type { ModelManifest } from '../shared/model-manifest.js'
import type { RequestRecord } from '../shared/request-record.js'
import type { EncoderEnvironment, EncoderFactory } from './encoder.js'
import { createEncoder } from './encoder-client.js'
import { createLadder } from './ladder.js'

export interface EncoderFactoryOptions {
  readonly manifest: ModelManifest
  /** SHA-256 of the bytes of `manifest.json`, lower-case hexadecimal: part of the model's folder name. */
  readonly manifestHash: string
  /** Largest picture file in bytes (default 50 million). */
  readonly mostPictureBytes?: number
  /** Largest picture in pixels (default 40 million). */
  readonly mostPicturePixels?: number
  /** Largest file of a sound or a film in bytes (default 4 thousand million). It is never held in memory as a whole. */
  readonly mostMediaBytes?: number
}

const DEFAULT_LIMITS: PictureLimits = { bytes: 50_000_000, pixels: 40_000_000 }
const MOST_MEDIA_BYTES = 4_000_000_000
const FACTORY_OPTIONS = ['manifest', 'manifestHash', 'mostPictureBytes', 'mostPicturePixels', 'mostMediaBytes']
const ENVIRONMENT_OPTIONS = ['assets', 'idleAfterMs', 'devices', 'worker']

function refuseUnknown(options: object, known: readonly string[], caller: string): void {
  const option = Object.keys(options).find((key) => !known.includes(key))
  if (option === undefined) return
  const message = `${caller} knows no option "${option}". It knows: ${known.join(', ')}.`
  throw new LocavoreError('unknown-option', message, { option })
}

function checkDevices(devices: readonly string[] | undefined): void {
  const unknown = devices?.find((device) => !(LADDER as readonly string[]).includes(device))
  if (unknown === undefined && devices?.length !== 0) return
  throw new LocavoreError(
    'invalid-argument',
    `devices must name some of ${LADDER.join(', ')}; it names "${unknown ?? ''}".`,
  )
}

function folderOf(assets: URL, path: string): string {
  if (!assets.pathname.endsWith('/')) {
    throw new LocavoreError('invalid-argument', `The assets folder ${assets.pathname} must end in "/".`)
  }
  return new URL(`${path}/`, assets).href
}

/** Where a model lies that is not below the assets folder, and the requests it took to know that. */
export interface ModelPlace {
  /** Absolute address on the page's own origin, ending in `/`. */
  readonly folder: string
  readonly requests: readonly RequestRecord[]
}

/**
 * What a model package exports: knows the embedding space at once, and makes encoders that load the model when first
 * used. Creating it touches no browser global.
 *
 * @throws LocavoreError `unknown-option`; so does `create`, and `invalid-argument` for a folder without a final slash or an
 * unknown device
 */
export function createEncoderFactory(options: EncoderFactoryOptions): EncoderFactory {
  refuseUnknown(options, FACTORY_OPTIONS, 'createEncoderFactory')
  return factoryAt(options)
}

export function factoryAt(options: EncoderFactoryOptions, place?: ModelPlace): EncoderFactory {
  const { manifest, manifestHash } = options
  const pictures: PictureLimits = {
    bytes: options.mostPictureBytes ?? DEFAULT_LIMITS.bytes,
    pixels: options.mostPicturePixels ?? DEFAULT_LIMITS.pixels,
  }
  const limits = { pictures, mostMediaBytes: options.mostMediaBytes ?? MOST_MEDIA_BYTES }
  return {
    space: manifest.space,
    create: (environment: EncoderEnvironment) => {
      refuseUnknown(environment, ENVIRONMENT_OPTIONS, 'create')
      checkDevices(environment.devices)
      const setup = {
        manifest,
        modelFolder: place?.folder ?? folderOf(environment.assets, modelFolder(manifest, manifestHash)),
        runtimeFolder: folderOf(environment.assets, RUNTIME_FOLDER),
      }
      const ladder = createLadder(setup, environment)
      for (const request of place?.requests ?? []) ladder.note(request)
      return createEncoder(manifest, ladder, limits)
    },
  }
}
