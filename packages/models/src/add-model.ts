import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { parseModelManifest } from '@locavore/encoders/assets'
import { type Architecture, architectureOf } from './describe/architecture.js'
import { describeModel } from './describe/describe-model.js'
import { findLayout, type Layout, onnxPath } from './describe/find-layout.js'
import { type PickedVariant, pickVariants, type Variant } from './describe/variants.js'
import { diskFailure } from './folder/download-file.js'
import { FetchedFiles, type FetchProgress } from './folder/fetch-model.js'
import { type AddedManifest, finishFolder, makeManifest, nameOf, revisionOf } from './folder/write-model.js'
import { checkLicence } from './licence.js'
import type { ModelSource } from './source/model-source.js'
import { HUB, openSource } from './source/open-source.js'
import type { RetryOptions } from './source/with-retries.js'
import { agreement, dimensionsOf, writeGolden } from './trial/golden-file.js'
import { type TrialProgress, tryModel } from './trial/try-model.js'

export type AddProgress =
  | { readonly phase: 'found'; readonly page: string; readonly commit: string; readonly licence: string }
  | { readonly phase: 'retry'; readonly reason: string; readonly waitMs: number }
  | FetchProgress
  | TrialProgress

export interface AddOptions {
  /** Folder that receives the model's folder, as `public/locavore/models`. */
  readonly to: string
  /** Address of the hub or of a mirror, or a folder in its layout (default the hub). */
  readonly from?: string
  /** Branch, tag or commit (default `main`). */
  readonly revision?: string
  /** Default: the best for WebAssembly and the best for WebGPU. */
  readonly variants?: readonly Variant[]
  /** Written before every text; default what is known of the model. */
  readonly prefix?: string
  /** Says that a licence which is not on our list of free ones was read and allows the use. */
  readonly acceptLicence?: boolean
  readonly proxy?: string
  /** For gated models. Sent to the origin of `from` alone, and written nowhere. */
  readonly token?: string
  /** How often what may pass is tried again (default 5). */
  readonly retries?: number
  readonly signal?: AbortSignal
  readonly onProgress?: (progress: AddProgress) => void
}

export interface AddedModel {
  /** Absolute. */
  readonly folder: string
  readonly manifest: AddedManifest
  /** SHA-256 of the bytes of `manifest.json`, lower-case hexadecimal. */
  readonly manifestHash: string
  /** Lowest cosine between what two variants answer to the same input. */
  readonly agreement: number
  /** Whether the very same model was there already. */
  readonly kept: boolean
}

/**
 * Brings a model of the hub into a site's folder: fetched, verified, described, and tried once in the runtime that
 * visitors have. What breaks off is taken up by the next call.
 *
 * @param id `owner/name`
 * @throws LocavoreError `invalid-argument` (name, variant, licence), `model-invalid` (our encoder cannot run it),
 * `fetch-failed`, `integrity-mismatch`, `storage-failed`, `aborted`
 */
export async function addModel(id: string, options: AddOptions): Promise<AddedModel> {
  const signal = options.signal ?? new AbortController().signal
  const { from = HUB, revision = 'main', onProgress = () => {} } = options
  const retry: RetryOptions = {
    retries: options.retries ?? 5,
    signal,
    onRetry: ({ message }, waitMs) => onProgress({ phase: 'retry', reason: message, waitMs }),
  }
  const request = {
    id,
    revision,
    from,
    ...(options.proxy === undefined ? {} : { proxy: options.proxy }),
    ...(options.token === undefined ? {} : { token: options.token }),
  }
  const source = await openSource(request, retry)
  try {
    const licence = checkLicence(source.licence, source.page, options.acceptLicence ?? false)
    onProgress({ phase: 'found', page: source.page, commit: source.commit, licence })
    return await bring(source, licence, options, retry)
  } finally {
    await source.close()
  }
}

async function bring(
  source: ModelSource,
  licence: string,
  options: AddOptions,
  retry: RetryOptions,
): Promise<AddedModel> {
  const { onProgress } = options
  const to = resolve(options.to)
  const staging = join(to, `.adding-${nameOf(source.id)}@${revisionOf(source.commit)}`)
  await mkdir(staging, { recursive: true }).catch(diskFailure)
  const files = new FetchedFiles(source, staging, { ...retry, ...(onProgress === undefined ? {} : { onProgress }) })
  await files.fetch(['config.json'])
  const architecture = architectureOf(await files.json('config.json'))
  const layout = findLayout(architecture, source.files)
  const variants = pickVariants(layout.variants, options.variants)
  await files.fetch([...smallFiles(architecture, files), ...graphFiles(layout, variants)])
  const request = { architecture, layout, variants, id: source.id, prefix: options.prefix }
  const described = await describeModel(files, request)
  const trial = { layout, signal: retry.signal, ...(onProgress === undefined ? {} : { onProgress }) }
  const { towers, inputs, outputs } = await tryModel(files, described, variants, trial)
  await writeFile(join(staging, 'golden.json'), writeGolden(inputs, outputs)).catch(diskFailure)
  const { id, commit, page } = source
  const dimensions = dimensionsOf(outputs)
  const parts = { id, commit, page, licence, layout, variants, towers, dimensions, architecture: architecture.name }
  const manifest = await makeManifest(staging, parts)
  parseModelManifest(manifest)
  const { name, manifestHash, kept } = await finishFolder(staging, to, manifest)
  await rm(staging, { recursive: true, force: true })
  return { folder: join(to, name), manifest, manifestHash, agreement: agreement(outputs), kept }
}

/** What the encoder reads, what the description is made from, and what a licence wants to travel with the files. */
function smallFiles({ towers }: Architecture, files: FetchedFiles): readonly string[] {
  const needed = towers.includes('text') ? ['tokenizer.json', 'tokenizer_config.json'] : []
  if (towers.length > 1) needed.push('preprocessor_config.json')
  const welcome = [
    '1_Pooling/config.json',
    'sentence_bert_config.json',
    'config_sentence_transformers.json',
    'LICENSE',
    'LICENSE.md',
    'LICENSE.txt',
    'NOTICE',
  ]
  return [...needed, ...welcome.filter((path) => files.has(path))]
}

function graphFiles(layout: Layout, variants: readonly PickedVariant[]): readonly string[] {
  const stems = [...new Set(Object.values(layout.stems))]
  return variants.flatMap(({ id }) => stems.map((stem) => onnxPath(stem, id)))
}
