import {
  createRandom,
  type EmbeddingSpace,
  gaussian,
  type Item,
  MODALITIES,
  type Modality,
  quantise,
} from '@locavore/core'
import type { CatalogueManifest } from '../src/shared/catalogue-manifest.js'

/** A small catalogue with known tastes: every item belongs to one cluster, and its embeddings lie around the cluster's. */
export interface ClusteredCatalogue {
  readonly manifest: CatalogueManifest
  readonly items: readonly Item[]
  /** Files by path, the manifest among them. */
  readonly files: ReadonlyMap<string, Uint8Array<ArrayBuffer>>
}

export interface ClusterOptions {
  readonly clusters?: number
  readonly perCluster?: number
  readonly seed?: number
  readonly revision?: string
  /** Default: text and image. */
  readonly modalities?: readonly Modality[]
}

export const TEST_SPACE: EmbeddingSpace = { id: 'test/clusters@1', dimensions: 24, modalities: MODALITIES }

/** The cluster of an item of this catalogue. */
export function clusterOf(item: Item): string {
  return String(item.attributes?.['cluster'])
}

/** A vector near the middle of a cluster, unlike any item's. */
export function clusterVector(cluster: number, seed: number, noise = 0.5): number[] {
  const middle = createRandom(1_000 + cluster)
  const around = createRandom(50_000 + seed)
  return Array.from({ length: TEST_SPACE.dimensions }, () => gaussian(middle) + noise * gaussian(around))
}

export async function clusteredCatalogue(options: ClusterOptions = {}): Promise<ClusteredCatalogue> {
  const { clusters = 6, perCluster = 30, seed = 1, revision = 'r1', modalities = ['text', 'image'] } = options
  const items = Array.from({ length: clusters * perCluster }, (_, index): Item => {
    const cluster = index % clusters
    return {
      id: `item-${String(index).padStart(4, '0')}`,
      title: `Item ${index}`,
      text: `Something of cluster ${cluster}`,
      image: `pictures/${index}.svg`,
      ...(modalities.includes('audio') ? { audio: `sounds/${index}.webm` } : {}),
      ...(modalities.includes('clip') ? { clip: `clips/${index}.webm` } : {}),
      attributes: { cluster: `c${cluster}`, even: index % 2 === 0 },
      popularity: (index * 7919) % 100,
    }
  })
  const files = new Map<string, Uint8Array<ArrayBuffer>>()
  files.set('items.jsonl', encode(items.map((item) => `${JSON.stringify(item)}\n`).join('')))
  for (const [place, modality] of modalities.entries()) {
    files.set(
      `${modality}.i8`,
      vectorFile(items.map((_, index) => clusterVector(index % clusters, seed + index + place * 10_000))),
    )
  }
  const manifest = await manifestOf(items.length, { revision, modalities }, files)
  files.set('manifest.json', encode(JSON.stringify(manifest)))
  return { manifest, items, files }
}

async function manifestOf(
  itemCount: number,
  { revision, modalities }: { readonly revision: string; readonly modalities: readonly Modality[] },
  files: ReadonlyMap<string, Uint8Array<ArrayBuffer>>,
): Promise<CatalogueManifest> {
  const entry = async (path: string) => {
    const bytes = files.get(path) ?? new Uint8Array()
    return { path, bytes: bytes.length, sha256: await sha256(bytes) }
  }
  const vector = async (modality: Modality) => ({ modality, ...(await entry(`${modality}.i8`)) })
  return {
    format: 'locavore-catalogue@1',
    revision,
    space: TEST_SPACE,
    itemCount,
    licence: 'CC0-1.0',
    items: await entry('items.jsonl'),
    vectors: await Promise.all(modalities.map(vector)),
  }
}

function vectorFile(vectors: readonly number[][]): Uint8Array<ArrayBuffer> {
  const { dimensions } = TEST_SPACE
  const scalesAt = Math.ceil((vectors.length * dimensions) / 4) * 4
  const bytes = new Uint8Array(scalesAt + vectors.length * 4)
  const view = new DataView(bytes.buffer)
  for (const [row, vector] of vectors.entries()) {
    const { codes, scale } = quantise(vector, dimensions)
    new Int8Array(bytes.buffer).set(codes, row * dimensions)
    view.setFloat32(scalesAt + row * 4, scale, true)
  }
  return bytes
}

export async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

function encode(text: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(new TextEncoder().encode(text))
}
