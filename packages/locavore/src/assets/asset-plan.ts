import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { LocavoreError } from '@locavore/core'
import { type AssetFile, modelAssets, modelFolder, parseModelManifest, runtimeAssets } from '@locavore/encoders/assets'
import { DEFAULT_MODEL, findModel } from './find-model.js'

/** One file to be served from the site's own origin. */
export interface PlannedFile {
  /** Where it lies on this machine, absolute. */
  readonly source: string
  /** Path below the assets folder, with `/`. */
  readonly target: string
  readonly bytes: number
  /** Lower-case hexadecimal. */
  readonly sha256: string
}

export interface AssetPlan {
  readonly files: readonly PlannedFile[]
  /** Folders of the models below the assets folder. */
  readonly modelFolders: readonly string[]
}

/**
 * Lists what a site must serve: the runtime and these models.
 *
 * @param models names of installed packages or folders with a `manifest.json`; undefined means the default model where
 * it is installed, and no model where it is not (a site with ready vectors needs none).
 * @param root folder from which packages and relative folders are found.
 * @throws LocavoreError `invalid-argument` when a model is not found, `model-invalid` for its manifest
 */
export async function planAssets(models: readonly string[] | undefined, root: string): Promise<AssetPlan> {
  const folders =
    models === undefined ? [findModel(DEFAULT_MODEL, root)] : models.map((model) => requireModel(model, root))
  const plans = await Promise.all(folders.filter((folder) => folder !== undefined).map(planModel))
  return {
    files: [...planRuntime(), ...plans.flatMap((plan) => plan.files)],
    modelFolders: plans.map((plan) => plan.folder),
  }
}

function planRuntime(): PlannedFile[] {
  // The encoders' own dependency, not the site's: hashes and JavaScript belong to that very version.
  const encoders = createRequire(createRequire(import.meta.url).resolve('@locavore/encoders/assets'))
  return runtimeAssets().map((asset) => toPlanned(asset, encoders.resolve(asset.source)))
}

async function planModel(folder: string): Promise<{ readonly folder: string; readonly files: readonly PlannedFile[] }> {
  const bytes = await readFile(join(folder, 'manifest.json'))
  const manifest = parseModelManifest(parseJson(bytes, folder))
  const hash = createHash('sha256').update(bytes).digest('hex')
  const files = modelAssets(manifest, hash).map((asset) => toPlanned(asset, join(folder, asset.source)))
  return { folder: modelFolder(manifest, hash), files }
}

function toPlanned(asset: AssetFile, source: string): PlannedFile {
  return { source, target: asset.target, bytes: asset.bytes, sha256: asset.sha256 }
}

function parseJson(bytes: Buffer, folder: string): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'))
  } catch (thrown) {
    throw new LocavoreError('model-invalid', `${join(folder, 'manifest.json')} is not JSON: ${thrown}`, {}, thrown)
  }
}

function requireModel(model: string, root: string): string {
  const folder = findModel(model, root)
  if (folder !== undefined) return folder
  throw new LocavoreError(
    'invalid-argument',
    `The model "${model}" is neither a folder with a manifest.json nor a package installed for ${root}. Install it or correct the name.`,
    { model },
  )
}
