import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { LocavoreError } from '@locavore/core'
import { parseModelManifest } from '@locavore/encoders/assets'
import { type Golden, type ModelManifest, parseGolden } from '@locavore/encoders/towers'
import { reasonOf } from '../failure.js'
import { hasKernel } from './towers/kernel.js'

/** The files of a model, each held against the hash of its manifest as it is read. */
export interface ModelFiles {
  readonly manifest: ModelManifest
  /** Of the bytes of `manifest.json`. */
  readonly manifestHash: string
  readonly variant: string
  /** Whether this machine has the instructions for the kernel that serves browsers. */
  readonly hasKernel: boolean
  readonly golden: Golden
  /** @throws LocavoreError `integrity-mismatch`, `model-invalid` */
  read(path: string): Promise<Buffer>
}

/** Where the embedded model lies. */
export function nanoFolder(): string {
  return dirname(fileURLToPath(import.meta.resolve('@locavore/nano/manifest.json')))
}

/**
 * @param variant by default the one that browsers run on WebAssembly, or the most exact one where their kernel cannot run
 * @throws LocavoreError `model-invalid`, `integrity-mismatch`, `invalid-argument`
 */
export async function openModel(folder: string, variant?: string): Promise<ModelFiles> {
  const bytes = await readFile(join(folder, 'manifest.json')).catch((thrown: unknown) => {
    throw new LocavoreError('model-invalid', `${folder} holds no manifest.json of a model.`, {}, thrown)
  })
  const manifest = parseModelManifest(parseJson(bytes.toString('utf8'), folder))
  const read = async (path: string) => readVerified(folder, manifest, path)
  const canRun = await hasKernel()
  return {
    manifest,
    manifestHash: createHash('sha256').update(bytes).digest('hex'),
    variant: pickVariant(manifest, variant, canRun),
    hasKernel: canRun,
    golden: parseGolden((await read(manifest.golden)).toString('utf8')),
    read,
  }
}

function parseJson(text: string, folder: string): unknown {
  try {
    return JSON.parse(text)
  } catch (thrown) {
    throw new LocavoreError('model-invalid', `${folder}/manifest.json is not JSON: ${reasonOf(thrown)}`, {}, thrown)
  }
}

/** Nearer to what the kernel answers than the runtime's whole numbers are. */
const MOST_EXACT: readonly (string | undefined)[] = ['fp32', 'fp16', 'q8', 'uint8', 'int8']

function pickVariant({ variants, id }: ModelManifest, wanted: string | undefined, canRun: boolean): string {
  const names = variants.map((variant) => variant.id)
  const inBrowsers = variants.find(({ devices }) => devices.includes('wasm'))?.id
  const byDefault = canRun ? [inBrowsers, ...MOST_EXACT] : MOST_EXACT
  const found = (wanted === undefined ? [...byDefault, names[0]] : [wanted]).find(
    (name): name is string => name !== undefined && names.includes(name),
  )
  if (found !== undefined) return found
  throw new LocavoreError('invalid-argument', `The model ${id} has no variant ${wanted}; it has ${names.join(', ')}.`)
}

async function readVerified(folder: string, manifest: ModelManifest, path: string): Promise<Buffer> {
  const entry = manifest.files.find((file) => file.path === path)
  if (entry === undefined) throw new LocavoreError('model-invalid', `The model's manifest does not list ${path}.`)
  const bytes = await readFile(join(folder, path)).catch((thrown: unknown) => {
    throw new LocavoreError('model-invalid', `${join(folder, path)} cannot be read.`, {}, thrown)
  })
  if (createHash('sha256').update(bytes).digest('hex') === entry.sha256) return bytes
  throw new LocavoreError('integrity-mismatch', `${join(folder, path)} is not the file of the model's manifest.`)
}
