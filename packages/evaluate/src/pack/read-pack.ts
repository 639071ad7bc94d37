import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { type Artefacts, type ContentMap, ItemFactors, ItemWeights } from '@locavore/core'
import { CheckedJson } from './checked-json.js'
import { type PackContent, readContent } from './content.js'
import { type FoldManifest, type PackManifest, readManifest } from './manifest.js'
import { packError } from './pack-error.js'
import { type Person, readPeople } from './people.js'
import { readSafetensors } from './safetensors.js'
import { TensorFile } from './tensors.js'

/** What the publisher learnt without some of the items, and how to place them all the same. */
export interface NewItems {
  readonly dimensions: number
  /** `[items, dimensions]`; rows of held-out items are 0. */
  readonly factors: Float32Array
  readonly map: ContentMap
  readonly heldOut: Int32Array
}

export interface Fold {
  readonly fold: number
  readonly artefacts: Artefacts
  /** Factors as plain numbers, if the compact form is shipped beside them. */
  readonly floatFactors: ItemFactors | undefined
  /** `[items]` likes among the publisher's people. */
  readonly popularity: Float64Array | undefined
  /** People the artefacts were learnt from. */
  readonly publisherUsers: number
  readonly newItems: NewItems | undefined
  readonly people: readonly Person[]
}

export interface Pack {
  readonly manifest: PackManifest
  readonly content: PackContent | undefined
  /** Genres or other labels by item; undefined if the pack has no texts. */
  readonly labels: readonly (readonly string[])[] | undefined
  /** Titles by item; undefined if the pack has no texts. */
  readonly titles: readonly string[] | undefined
  /** What items are grouped by (genre, provider, decade), each with the groups of every item; only what the pack tells. */
  readonly groups: ReadonlyMap<string, readonly (readonly string[])[]>
  readonly folds: readonly Fold[]
}

const MOST_BYTES = 2 ** 31 - 1

/** Reads a pack from its folder. Files and tensors that are not there are parts left out. @throws `catalogue-invalid` */
export async function readPack(folder: string): Promise<Pack> {
  const manifest = readManifest((await readBytes(folder, 'manifest.json')).toString('utf8'))
  const { itemCount, vectors, text, contentNames } = manifest
  const tensors = vectors === undefined ? undefined : await readTensors(folder, vectors)
  const content = tensors === undefined ? undefined : readContent(tensors, contentNames, itemCount)
  const labels = text === undefined ? undefined : await readLabels(folder, text, itemCount)
  const titles = text === undefined ? undefined : await readTitles(folder, text, itemCount)
  const groups = text === undefined ? new Map() : await readGroups(folder, text, itemCount)
  const folds: Fold[] = []
  for (const fold of manifest.folds) folds.push(await readFold(folder, fold, manifest, content))
  return { manifest, content, labels, titles, groups, folds }
}

async function readFold(
  folder: string,
  entry: FoldManifest,
  manifest: PackManifest,
  content: PackContent | undefined,
): Promise<Fold> {
  const { itemCount: items } = manifest
  const file = await readTensors(folder, entry.publisher)
  if (file === undefined) throw packError(entry.publisher, 'the file is not in the folder.')
  const popularity = file.integers('popularity', [items])
  const logPopularity =
    file.floats('log_popularity', [items]) ??
    (popularity && Float32Array.from(popularity, (count) => Math.log1p(count)))
  const itemWeights = readItemWeights(file, items)
  const { factors, floatFactors } = readFactors(file, items)
  const factorMean = factors && file.floats('factor_mean', [factors.dimensions])
  const people = readPeople((await readBytes(folder, entry.users)).toString('utf8'), entry.users, manifest)
  const mostLikes = popularity?.reduce((most, count) => Math.max(most, count), 1) ?? 1
  return {
    fold: entry.fold,
    artefacts: {
      ...(itemWeights === undefined ? {} : { itemWeights }),
      ...(factors === undefined ? {} : { factors }),
      ...(factorMean === undefined ? {} : { factorMean: Float64Array.from(factorMean) }),
      ...(content === undefined ? {} : { content: content.table }),
      ...(logPopularity === undefined ? {} : { logPopularity }),
    },
    floatFactors,
    popularity: popularity && Float64Array.from(popularity),
    publisherUsers: entry.publisherUsers ?? mostLikes,
    newItems:
      entry.cold === undefined || content === undefined ? undefined : await readNewItems(folder, entry.cold, items),
    people,
  }
}

function readItemWeights(file: TensorFile, items: number): ItemWeights | undefined {
  const perItem = file.columns('neighbour_ids')
  if (perItem === undefined) return undefined
  const ids = file.integers('neighbour_ids', [items, perItem])
  const weights = file.codes('neighbour_weights_int8', [items, perItem])
  const scales = file.floats('neighbour_scale', [items])
  if (ids === undefined || weights === undefined || scales === undefined) return undefined
  return new ItemWeights({ perItem, ids, weights, scales })
}

/** The compact form is what a device gets, so it is preferred; the plain one stands beside it for comparison. */
function readFactors(
  file: TensorFile,
  items: number,
): { factors?: ItemFactors; floatFactors: ItemFactors | undefined } {
  const dimensions = file.columns('factors_int8') ?? file.columns('factors')
  if (dimensions === undefined) return { floatFactors: undefined }
  const codes = file.codes('factors_int8', [items, dimensions])
  const scales = file.floats('factors_scale', [dimensions])
  const floats = file.floats('factors', [items, dimensions])
  const plain = floats && new ItemFactors({ dimensions, values: floats })
  if (codes === undefined || scales === undefined) {
    return plain === undefined ? { floatFactors: undefined } : { factors: plain, floatFactors: undefined }
  }
  return { factors: new ItemFactors({ dimensions, values: codes, scales }), floatFactors: plain }
}

async function readNewItems(folder: string, name: string, items: number): Promise<NewItems | undefined> {
  const file = await readTensors(folder, name)
  const dimensions = file?.columns('cold_factors')
  if (file === undefined || dimensions === undefined) return undefined
  const factors = file.floats('cold_factors', [items, dimensions])
  const weight = file.floats('map_weight', [-1, dimensions])
  const bias = file.floats('map_bias', [dimensions])
  const heldOut = file.integers('held_out', [-1])
  if (factors === undefined || weight === undefined || bias === undefined || heldOut === undefined) return undefined
  if (heldOut.some((item) => item < 0 || item >= items))
    throw packError(name, `held_out names none of the ${items} items.`)
  return { dimensions, factors, map: { weight, bias }, heldOut }
}

async function readLabels(folder: string, name: string, items: number): Promise<string[][] | undefined> {
  const labels = await readLines(folder, name, items, (json) => json.list('genres').map(String))
  return labels?.some((genres = []) => genres.length > 0) ? labels.map((genres) => genres ?? []) : undefined
}

async function readTitles(folder: string, name: string, items: number): Promise<string[] | undefined> {
  const titles = await readLines(folder, name, items, (json) => json.string('title'))
  return titles?.map((title) => title ?? '')
}

async function readGroups(folder: string, name: string, items: number): Promise<Map<string, string[][]>> {
  const decadeOf = (year: number | undefined) => (year === undefined ? [] : [`${10 * Math.floor(year / 10)}s`])
  const rules: Readonly<Record<string, (json: CheckedJson) => string[]>> = {
    genre: (json) => json.list('genres').map(String),
    provider: (json) => [json.string('provider') ?? []].flat(),
    decade: (json) => decadeOf(json.number('year')),
  }
  const groups = new Map<string, string[][]>()
  for (const [attribute, groupsOf] of Object.entries(rules)) {
    const found = await readLines(folder, name, items, groupsOf)
    if (found?.some((own = []) => own.length > 0) !== true) continue
    groups.set(
      attribute,
      found.map((own) => own ?? []),
    )
  }
  return groups
}

/** `[items]`: what is read from the line of each item; undefined without the file. */
async function readLines<T>(
  folder: string,
  name: string,
  items: number,
  read: (json: CheckedJson) => T,
): Promise<(T | undefined)[] | undefined> {
  const bytes = await readBytes(folder, name, true)
  if (bytes === undefined) return undefined
  const found = new Array<T | undefined>(items).fill(undefined)
  bytes
    .toString('utf8')
    .split('\n')
    .forEach((line, k) => {
      if (line.trim() === '') return
      const json = CheckedJson.parse(line, `${name}, line ${k + 1}`)
      const id = json.number('id') ?? k
      if (!(Number.isInteger(id) && id >= 0 && id < items)) throw json.error(`id ${id} is none of the ${items} items.`)
      found[id] = read(json)
    })
  return found
}

async function readTensors(folder: string, name: string): Promise<TensorFile | undefined> {
  const bytes = await readBytes(folder, name, true)
  return bytes === undefined ? undefined : new TensorFile(readSafetensors(bytes, name), name)
}

async function readBytes(folder: string, name: string): Promise<Buffer>
async function readBytes(folder: string, name: string, optional: true): Promise<Buffer | undefined>
async function readBytes(folder: string, name: string, optional = false): Promise<Buffer | undefined> {
  const path = join(folder, name)
  try {
    const { size } = await stat(path)
    if (size > MOST_BYTES) throw packError(name, `${size} bytes are more than can be read (${MOST_BYTES}).`)
    return await readFile(path)
  } catch (error) {
    const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT'
    if (missing && optional) return undefined
    if (missing) throw packError(name, `the file is not in ${folder}.`)
    throw error
  }
}
