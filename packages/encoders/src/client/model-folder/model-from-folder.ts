import { LocavoreError } from '@locavore/core'
import { parseModelManifest } from '../../shared/parse-model-manifest.js'
import { type EncoderFactoryOptions, factoryAt } from '../create-encoder-factory.js'
import type { EncoderFactory } from '../encoder.js'
import { parseAddress } from '../media/own-address.js'
import { fetchManifest, keepManifest } from './fetch-manifest.js'

/** Limits as for `createEncoderFactory`. */
export interface ModelFolderOptions extends Omit<EncoderFactoryOptions, 'manifest' | 'manifestHash'> {
  /** SHA-256 of `manifest.json`, lower-case hexadecimal: any other manifest is refused (default: the site's is believed). */
  readonly sha256?: string
  readonly signal?: AbortSignal
}

const OPTIONS = [
  'sha256',
  'signal',
  'mostPictureBytes',
  'mostPicturePixels',
  'mostMediaBytes',
] as const satisfies readonly (keyof ModelFolderOptions)[]

/**
 * A model that lies in a folder of the page's own origin and is not built into the site's code: `manifest.json` is fetched
 * now, every other file when it is first needed, each checked against its hash in the manifest. The manifest is kept, so
 * that a later visit works without a network.
 *
 * `createRecommender({ name, encoder: await modelFromFolder('/models/mine/') })`
 *
 * @throws LocavoreError `unknown-option`, `invalid-argument` (another origin), `fetch-failed`, `integrity-mismatch`,
 * `model-invalid`, `aborted`, `encoder-unavailable` where there is no page
 */
export async function modelFromFolder(folder: string | URL, options: ModelFolderOptions = {}): Promise<EncoderFactory> {
  const unknown = Object.keys(options).find((key) => !OPTIONS.some((known) => known === key))
  if (unknown !== undefined) {
    const message = `modelFromFolder knows no option "${unknown}". It knows: ${OPTIONS.join(', ')}.`
    throw new LocavoreError('unknown-option', message, { option: unknown })
  }
  if (typeof document === 'undefined') {
    throw new LocavoreError('encoder-unavailable', 'modelFromFolder needs a page. On a server, call it in the browser.')
  }
  const address = folderAddress(folder)
  const { sha256: wanted, signal, ...limits } = options
  const url = new URL('manifest.json', address).href
  const { bytes, hash, fresh, requests } = await fetchManifest({ url, wanted, signal })
  const manifest = parseModelManifest(readJson(bytes))
  if (fresh) await keepManifest(url, bytes)
  return factoryAt({ ...limits, manifest, manifestHash: hash }, { folder: address.href, requests })
}

function folderAddress(folder: string | URL): URL {
  const address = parseAddress(folder, 'model')
  if (address.protocol !== 'https:' && address.protocol !== 'http:') {
    throw new LocavoreError(
      'invalid-argument',
      `A model's folder has the protocol ${address.protocol}; it must be https.`,
    )
  }
  address.search = ''
  address.hash = ''
  // Without the last slash a relative address would replace the folder's own name.
  if (!address.pathname.endsWith('/')) address.pathname += '/'
  return address
}

function readJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    throw new LocavoreError('model-invalid', 'A model manifest must be JSON in UTF-8.')
  }
}
