import { LocavoreError, MODALITIES, type Modality } from '@locavore/core'
import { MOST_ITEMS } from '@locavore/store'
import type { CatalogueFile, CatalogueManifest } from '../../shared/catalogue-manifest.js'

const FORMAT = 'locavore-catalogue@1'
const MOST_DIMENSIONS = 4_096
/** All files together; a device has little more memory to give to one page. */
const MOST_BYTES = 1_073_741_824

/** @throws LocavoreError `catalogue-invalid`, naming the first thing that is wrong */
export function parseManifest(bytes: Uint8Array): CatalogueManifest {
  const value = readJson(bytes)
  const manifest = value as unknown as CatalogueManifest
  demand(value['format'] === FORMAT, `its format is not "${FORMAT}"`)
  demand(isText(value['revision'], 200), 'it has no revision')
  demand(isText(value['licence'], 10_000), 'it has no licence')
  demand(isCount(value['itemCount'], MOST_ITEMS), `itemCount is not a number from 0 to ${MOST_ITEMS}`)
  checkSpace(value['space'])
  checkFile(value['items'], 'items')
  checkVectors(manifest)
  const total = filesOf(manifest).reduce((sum, file) => sum + file.bytes, 0)
  demand(total <= MOST_BYTES, `its files have ${total} bytes together; at most ${MOST_BYTES} are taken`)
  return manifest
}

export function filesOf(manifest: CatalogueManifest): readonly CatalogueFile[] {
  return [manifest.items, ...manifest.vectors]
}

function readJson(bytes: Uint8Array): Readonly<Record<string, unknown>> {
  let value: unknown
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    throw invalid('it is not JSON (is the address right, and not answered by a web page?)')
  }
  demand(isRecord(value), 'it is not an object')
  return value as Readonly<Record<string, unknown>>
}

function checkSpace(space: unknown): void {
  demand(isRecord(space), 'it has no space')
  const { id, dimensions, modalities } = space as Readonly<Record<string, unknown>>
  demand(isText(id, 500), 'its space has no id')
  demand(isCount(dimensions, MOST_DIMENSIONS) && dimensions > 0, `space.dimensions is not from 1 to ${MOST_DIMENSIONS}`)
  demand(Array.isArray(modalities) && modalities.every(isModality), 'space.modalities names an unknown modality')
}

function checkVectors(manifest: CatalogueManifest): void {
  demand(Array.isArray(manifest.vectors), 'it has no vectors list')
  const seen = new Set<Modality>()
  for (const file of manifest.vectors) {
    checkFile(file, 'vectors')
    demand(isModality(file.modality) && !seen.has(file.modality), 'vectors name an unknown modality, or one twice')
    seen.add(file.modality)
    const due = vectorFileBytes(manifest.itemCount, manifest.space.dimensions)
    demand(file.bytes === due, `${file.path} should have ${due} bytes for ${manifest.itemCount} items`)
  }
}

/** Codes, padding to 4 bytes, scales. */
export function vectorFileBytes(itemCount: number, dimensions: number): number {
  return paddedCodes(itemCount, dimensions) + itemCount * 4
}

export function paddedCodes(itemCount: number, dimensions: number): number {
  return Math.ceil((itemCount * dimensions) / 4) * 4
}

function checkFile(file: unknown, where: string): void {
  demand(isRecord(file), `${where} is no file entry`)
  const { path, bytes, sha256 } = file as Readonly<Record<string, unknown>>
  demand(isText(path, 1_000), `${where} has no path`)
  demand(isCount(bytes, MOST_BYTES), `${where}: bytes is not a count`)
  demand(typeof sha256 === 'string' && /^[0-9a-f]{64}$/.test(sha256), `${where}: sha256 is not 64 hexadecimal digits`)
}

function isRecord(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isText(value: unknown, most: number): boolean {
  return typeof value === 'string' && value !== '' && value.length <= most
}

function isCount(value: unknown, most: number): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 && value <= most
}

function isModality(value: unknown): boolean {
  return MODALITIES.some((modality) => modality === value)
}

function demand(holds: boolean, otherwise: string): asserts holds {
  if (!holds) throw invalid(otherwise)
}

function invalid(what: string): LocavoreError {
  return new LocavoreError('catalogue-invalid', `The catalogue manifest cannot be used: ${what}.`)
}
