import { join, resolve } from 'node:path'
import { LocavoreError } from '@locavore/core'
import type { Plugin, ResolvedConfig } from 'vite'
import { type AssetPlan, planAssets } from './asset-plan.js'
import { copyAssets } from './copy-assets.js'
import { DEFAULT_FOLDER, toFolderName } from './folder-name.js'
import { findInFolder, findInPlan, serveAssets } from './serve-assets.js'
import { formatBytes } from './site-advice.js'

export interface LocavoreViteOptions {
  /** Names of installed model packages, or folders with a `manifest.json` (default: `@locavore/nano` if installed). */
  readonly models?: readonly string[]
  /** Folder below the site's base that holds `runtime/` and `models/` (default `locavore/`). */
  readonly base?: string
}

/**
 * Packages that Vite must leave as they are: pre-bundling would lose the workers, which are found by
 * `new URL('./x.js', import.meta.url)`. Their few dependencies are ES modules too; left alone, they are not
 * discovered late, which would reload the page.
 */
const LEFT_ALONE = [
  'locavore',
  '@locavore/core',
  '@locavore/encoders',
  '@locavore/kernels',
  '@locavore/nano',
  '@locavore/store',
  '@locavore/threads',
  '@huggingface/tokenizers',
  'comlink',
  'idb',
]

/**
 * Lets a Vite site serve runtime and models from its own origin: in place while developing, copied and verified into
 * `<outDir>/<base>` by a build.
 *
 * @throws LocavoreError `unknown-option`, `invalid-argument`; while building also `model-invalid`, `integrity-mismatch`
 */
export function locavore(options: LocavoreViteOptions = {}): Plugin {
  refuseUnknown(options)
  const folder = toFolderName(options.base ?? DEFAULT_FOLDER)
  let config: ResolvedConfig
  let planned: Promise<AssetPlan> | undefined
  const plan = () => {
    planned ??= planAssets(options.models, config.root)
    return planned
  }
  const prefix = () => new URL(folder, new URL(config.base, 'http://localhost')).pathname
  const outFolder = () => resolve(config.root, config.build.outDir, folder)

  return {
    name: 'locavore',
    config: () => ({
      optimizeDeps: { exclude: [...LEFT_ALONE, ...(options.models ?? []).filter(isPackageName)] },
      worker: { format: 'es' },
    }),
    configResolved: (resolved) => {
      config = resolved
    },
    applyToEnvironment: (environment) => environment.name === 'client',
    // Early, so that a missing model does not cost a whole build.
    buildStart: async () => void (await plan()),
    configureServer: async (server) => {
      server.middlewares.use(serveAssets(prefix(), findInPlan(await plan())))
    },
    configurePreviewServer: (server) => {
      server.middlewares.use(serveAssets(prefix(), findInFolder(outFolder().replace(/[\\/]$/, ''))))
    },
    writeBundle: async () => {
      const copied = await copyAssets(await plan(), outFolder())
      const bytes = copied.reduce((sum, file) => sum + file.bytes, 0)
      config.logger.info(
        `locavore: ${copied.length} verified files, ${formatBytes(bytes)}, in ${join(config.build.outDir, folder)}`,
      )
    },
  }
}

export default locavore

function refuseUnknown(options: object): void {
  const unknown = Object.keys(options).find((key) => key !== 'models' && key !== 'base')
  if (unknown === undefined) return
  throw new LocavoreError('unknown-option', `locavore() knows no option "${unknown}". It knows: models, base.`, {
    option: unknown,
  })
}

function isPackageName(model: string): boolean {
  return /^(@[\w.-]+\/)?[\w-][\w.-]*$/.test(model)
}
