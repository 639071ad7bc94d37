import { createHash } from 'node:crypto'
import { readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import type { EmbeddingSpace } from '@locavore/core'
import { modelFolder } from '@locavore/encoders/assets'
import type { ModelFile, ModelManifest } from '@locavore/encoders/towers'
import type { DescribedTowers } from '../describe/describe-model.js'
import { type Layout, towerPath } from '../describe/find-layout.js'
import type { PickedVariant } from '../describe/variants.js'
import type { TowerName } from '../trial/golden-file.js'
import { diskFailure } from './download-file.js'
import { checkDisk, FileCheck } from './file-check.js'

/** What our manifest says of a model that was added, beside what every manifest says. */
export interface AddedManifest extends ModelManifest {
  readonly source: { readonly page: string; readonly commit: string; readonly architecture: string }
  readonly logitScale?: number
}

export interface ManifestParts {
  readonly id: string
  readonly commit: string
  readonly page: string
  readonly architecture: string
  readonly licence: string
  readonly layout: Layout
  readonly variants: readonly PickedVariant[]
  readonly towers: DescribedTowers
  readonly dimensions: number
}

/** `owner/name` as a part of a path and of an address. */
export const nameOf = (id: string) => id.replaceAll('/', '--')

/** Twelve digits of a commit tell any two apart. */
export const revisionOf = (commit: string) => commit.slice(0, 12)

/** Hashes what lies in the folder and describes it. */
export async function makeManifest(folder: string, parts: ManifestParts): Promise<AddedManifest> {
  const { id, commit, page, architecture, licence, variants, dimensions } = parts
  const { logitScale, ...described } = parts.towers
  const files = await hashFolder(folder)
  const towers = Object.fromEntries(
    Object.entries(described).map(([name, tower]) => [name, { ...tower, files: pathsOf(name as TowerName, parts) }]),
  )
  return {
    format: 'locavore-model@1',
    id: nameOf(id),
    revision: revisionOf(commit),
    licence,
    // Where a folder lay on the machine that added it is nothing for visitors.
    source: { page: /^https?:/.test(page) ? page : 'a folder', commit, architecture },
    space: spaceOf(parts, files, dimensions),
    ...(logitScale === undefined ? {} : { logitScale }),
    variants,
    towers,
    golden: 'golden.json',
    files,
  }
}

function pathsOf(tower: TowerName, { layout, variants }: ManifestParts): Record<string, string> {
  return Object.fromEntries(variants.map(({ id }) => [id, towerPath(layout, tower, id)]))
}

/**
 * Vectors may be compared when the same weights saw the same preparation, however exactly they were stored: the commit
 * stands for the weights, eight digits for everything done to an input before them.
 */
function spaceOf(parts: ManifestParts, files: readonly ModelFile[], dimensions: number): EmbeddingSpace {
  const { text, image, audio } = parts.towers
  const tokenizers = files.filter(({ path }) => path === text?.tokenizer || path === text?.tokenizerConfig)
  const prepared = JSON.stringify([text, image, audio, tokenizers.map(({ sha256 }) => sha256)])
  const digits = createHash('sha256').update(prepared).digest('hex').slice(0, 8)
  const seen = image === undefined ? [] : (['image', 'clip'] as const)
  return {
    id: `${nameOf(parts.id)}@${revisionOf(parts.commit)}-${digits}`,
    dimensions,
    modalities: [
      ...(text === undefined ? [] : (['text'] as const)),
      ...seen.slice(0, 1),
      ...(audio === undefined ? [] : (['audio'] as const)),
      ...seen.slice(1),
    ],
  }
}

async function hashFolder(folder: string): Promise<readonly ModelFile[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const paths = entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .filter((path) => path !== 'manifest.json' && !path.endsWith('.part'))
    .sort()
  const files: ModelFile[] = []
  for (const path of paths) {
    const { size } = await stat(join(folder, path))
    const check = new FileCheck({ path, bytes: size }, undefined)
    await checkDisk(join(folder, path), check)
    files.push({ path, bytes: size, sha256: check.finish() })
  }
  return files
}

/**
 * Writes the manifest and gives the folder its final name, which holds the manifest's hash: whole, or not at all.
 *
 * @returns the folder's name below `to`, and whether the very same was there already
 */
export async function finishFolder(
  staging: string,
  to: string,
  manifest: AddedManifest,
): Promise<{ readonly name: string; readonly manifestHash: string; readonly kept: boolean }> {
  const text = `${JSON.stringify(manifest, undefined, 2)}\n`
  const manifestHash = createHash('sha256').update(text).digest('hex')
  const name = modelFolder(manifest, manifestHash).slice('models/'.length)
  await writeFile(join(staging, 'manifest.json'), text).catch(diskFailure)
  const target = join(to, name)
  const held = await readFile(join(target, 'manifest.json'), 'utf8').catch(() => undefined)
  // What is there under this name may have been damaged since: the fresh copy takes its place.
  if (held !== undefined) await rm(target, { recursive: true, force: true })
  await rename(staging, target).catch(diskFailure)
  return { name, manifestHash, kept: held === text }
}
