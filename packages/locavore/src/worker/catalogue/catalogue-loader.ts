import { type EmbeddingSpace, type Item, LocavoreError, type Modality, type QuantisedRows } from '@locavore/core'
import type { CatalogueFile, CatalogueManifest } from '../../shared/catalogue-manifest.js'
import type { CatalogueProgress, CatalogueRequest } from '../../shared/protocol.js'
import { type FetchContext, fetchManifest, fetchVerified } from './fetch-verified.js'
import { parseItems, parseVectors } from './parse-files.js'
import { filesOf, parseManifest } from './parse-manifest.js'

/** A catalogue as it came from the site, verified, before it is on the device. */
export interface FetchedCatalogue {
  readonly url: string
  readonly revision: string
  readonly space: EmbeddingSpace
  readonly items: readonly Item[]
  readonly rows: readonly { readonly modality: Modality; readonly rows: QuantisedRows }[]
}

export interface LoadOptions {
  /** A catalogue of this revision and space is already here: then only the manifest is fetched. */
  readonly held?: { readonly revision: string; readonly spaceId: string | undefined }
  readonly signal: AbortSignal
  readonly note: (request: CatalogueRequest) => void
  readonly onProgress?: (progress: CatalogueProgress) => void
}

/**
 * Fetches a catalogue from the page's own origin, every file verified before it is used.
 * @returns undefined if the one held is still the site's.
 * @throws LocavoreError `fetch-failed`, `catalogue-invalid`, `integrity-mismatch`, `aborted`
 */
export async function loadCatalogue(url: string, options: LoadOptions): Promise<FetchedCatalogue | undefined> {
  const base = new URL(url)
  const manifest = parseManifest(await fetchManifest(base, options))
  const { held } = options
  if (held?.revision === manifest.revision && held.spaceId === manifest.space.id) return undefined
  const context = countingContext(manifest, options)
  const [items, ...vectors] = await Promise.all(
    filesOf(manifest).map((file) => fetchVerified(fileAddress(file, base), file, context)),
  )
  if (items === undefined) throw new LocavoreError('internal', 'The catalogue names no items file.')
  return {
    url,
    revision: manifest.revision,
    space: manifest.space,
    items: parseItems(items, manifest, base),
    rows: manifest.vectors.map(({ modality, path }, index) => ({
      modality,
      rows: parseVectors(vectors[index] as Uint8Array<ArrayBuffer>, manifest, path),
    })),
  }
}

function countingContext(manifest: CatalogueManifest, { note, signal, onProgress }: LoadOptions): FetchContext {
  const totalBytes = filesOf(manifest).reduce((sum, file) => sum + file.bytes, 0)
  let loadedBytes = 0
  return {
    note,
    signal,
    onBytes: (bytes) => {
      loadedBytes += bytes
      onProgress?.({ loadedBytes, totalBytes })
    },
  }
}

function fileAddress(file: CatalogueFile, base: URL): URL {
  const url = new URL(file.path, base)
  if (url.origin === base.origin) return url
  throw new LocavoreError(
    'catalogue-invalid',
    `The catalogue names a file at ${url.origin}, another origin than its own. Put its files beside the manifest.`,
  )
}
