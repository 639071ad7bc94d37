import type { ModelManifest } from './model-manifest.js'
import { RUNTIME_FILES, RUNTIME_NAME, RUNTIME_VERSION } from './runtime-files.js'

/** One file that a site serves from its own origin for the encoder. */
export interface AssetFile {
  /** Runtime: a module specifier to resolve from this package. Model: a path inside the model's folder. */
  readonly source: string
  /** Path below the assets folder. */
  readonly target: string
  readonly bytes: number
  /** Lower-case hexadecimal. */
  readonly sha256: string
}

export type RuntimeFlavour = keyof typeof RUNTIME_FILES

/** Folder of the runtime below the assets folder. The version is in it because caches never ask again. */
export const RUNTIME_FOLDER = `runtime/${RUNTIME_NAME}@${RUNTIME_VERSION}`

/** Every runtime file a site must serve. A visitor's worker fetches exactly one of them. */
export function runtimeAssets(): readonly AssetFile[] {
  return Object.values(RUNTIME_FILES).map(({ path, bytes, sha256 }) => ({
    source: `${RUNTIME_NAME}/${path}`,
    target: `${RUNTIME_FOLDER}/${path}`,
    bytes,
    sha256,
  }))
}

/**
 * Folder of a model below the assets folder: `models/<id>@<revision>-<first 8 digits of the manifest's hash>`.
 *
 * @param manifestHash SHA-256 of the bytes of `manifest.json`, lower-case hexadecimal.
 */
export function modelFolder(manifest: Pick<ModelManifest, 'id' | 'revision'>, manifestHash: string): string {
  return `models/${manifest.id}@${manifest.revision}-${manifestHash.slice(0, 8)}`
}

/** Every file of a model that a site must serve; the manifest itself travels inside the site's code. */
export function modelAssets(manifest: ModelManifest, manifestHash: string): readonly AssetFile[] {
  const folder = modelFolder(manifest, manifestHash)
  return manifest.files.map(({ path, bytes, sha256 }) => ({ source: path, target: `${folder}/${path}`, bytes, sha256 }))
}

export type { ModelFile, ModelManifest } from './model-manifest.js'
export { parseModelManifest } from './parse-model-manifest.js'
