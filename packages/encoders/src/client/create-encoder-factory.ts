import { LocavoreError } from '@locavore/core'
import { modelFolder, RUNTIME_FOLDER } from '../shared/assets.js'
import type { PictureLimits } from '../shared/encoder-protocol.js'
import type { ModelManifest } from '../shared/model-manifest.js'
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
}

const DEFAULT_LIMITS: PictureLimits = { bytes: 50_000_000, pixels: 40_000_000 }
const KNOWN_OPTIONS = new Set(['manifest', 'manifestHash', 'mostPictureBytes', 'mostPicturePixels'])

function refuseUnknownOptions(options: object): void {
  const unknown = Object.keys(options).find((key) => !KNOWN_OPTIONS.has(key))
  if (unknown === undefined) return
  const known = [...KNOWN_OPTIONS].join(', ')
  throw new LocavoreError('unknown-option', `createEncoderFactory knows no option "${unknown}". It knows: ${known}.`, {
    option: unknown,
  })
}

function folderOf(assets: URL, path: string): string {
  if (!assets.pathname.endsWith('/')) {
    throw new LocavoreError('invalid-argument', `The assets folder ${assets.pathname} must end in "/".`)
  }
  return new URL(`${path}/`, assets).href
}

/**
 * What a model package exports: knows the embedding space at once, and makes encoders that load the model when first
 * used. Creating it touches no browser global.
 *
 * @throws LocavoreError `unknown-option`; `create` throws `invalid-argument` for a folder without a final slash
 */
export function createEncoderFactory(options: EncoderFactoryOptions): EncoderFactory {
  refuseUnknownOptions(options)
  const { manifest, manifestHash } = options
  const limits: PictureLimits = {
    bytes: options.mostPictureBytes ?? DEFAULT_LIMITS.bytes,
    pixels: options.mostPicturePixels ?? DEFAULT_LIMITS.pixels,
  }
  return {
    space: manifest.space,
    create: (environment: EncoderEnvironment) => {
      const setup = {
        manifest,
        modelFolder: folderOf(environment.assets, modelFolder(manifest, manifestHash)),
        runtimeFolder: folderOf(environment.assets, RUNTIME_FOLDER),
      }
      return createEncoder(manifest, createLadder(setup, environment), limits)
    },
  }
}
