import { type PackManifest, type ShardInput, sha256, writePack } from '@locavore/catalogue'
import {
  createRandom,
  type EmbeddingSpace,
  gaussian,
  type Item,
  MODALITIES,
  type Modality,
  type QuantisedRows,
  quantise,
} from '@locavore/core'

export { sha256 }

/** A small catalogue with known tastes: every item belongs to one cluster, and its embeddings lie around the cluster's. */
export interface ClusteredCatalogue {
  readonly manifest: PackManifest
  readonly items: readonly Item[]
  /** Files by path, the manifest among them, last. */
  readonly files: ReadonlyMap<string, Uint8Array<ArrayBuffer>>
}

export interface ClusterOptions {
  readonly clusters?: number
  readonly perCluster?: number
  readonly seed?: number
  readonly revision?: string
  /** Items a shard (default: one shard). */
  readonly shardRows?: number
  /** More shards behind those of the clusters. */
  readonly patches?: readonly ShardInput[]
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
  const { shardRows = items.length, patches = [] } = options
  const shardOf = (first: number): ShardInput => {
    const own = items.slice(first, first + shardRows)
    const vectors = modalities.map((modality, place) => {
      const rows = own.map((_, k) => clusterVector((first + k) % clusters, seed + first + k + place * 10_000))
      return [modality, quantisedRows(rows)] as const
    })
    return { items: own, vectors: Object.fromEntries(vectors) }
  }
  const firsts = Array.from({ length: Math.ceil(items.length / Math.max(1, shardRows)) }, (_, k) => k * shardRows)
  const shards = [...firsts.map(shardOf), ...patches]
  const { manifest, files } = await writePack({
    name: 'clusters',
    licence: 'CC0-1.0',
    spaces: [TEST_SPACE],
    revision,
    shards,
  })
  return { manifest, items, files }
}

export function quantisedRows(vectors: readonly (readonly number[])[]): QuantisedRows {
  const { dimensions } = TEST_SPACE
  const codes = new Int8Array(vectors.length * dimensions)
  const scales = new Float32Array(vectors.length)
  for (const [row, vector] of vectors.entries()) {
    const quantised = quantise(vector, dimensions)
    codes.set(quantised.codes, row * dimensions)
    scales[row] = quantised.scale
  }
  return { dimensions, count: vectors.length, codes, scales }
}
