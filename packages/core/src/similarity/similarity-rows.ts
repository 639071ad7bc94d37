import type { Catalogue } from '../catalogue/catalogue.js'
import type { VectorScanner } from '../kernels.js'
import type { Modality } from '../types.js'
import type { SimilarityCache } from './similarity-cache.js'

/** Similarities between anything and the candidates of one list. */
export interface SimilarityRows {
  /** `slots[j]` is where candidate j stands in a row. */
  readonly slots: Int32Array
  /** Taste affinity of the candidates to item `index`, in [-1, 1]; undefined if the item lacks the modality. */
  ofTaste(modality: Modality, index: number): Float32Array | undefined
  /** The same for a query that is centred by its own modality's mean; undefined if no item has the modality. */
  ofQuery(modality: Modality, query: Float32Array): Float32Array | undefined
  /** Gives scratch memory back; rows already handed out stay good. */
  close(): void
}

/** Chooses the way that fits the size of the catalogue. @param candidates item indexes. */
export function similarityRows(cache: SimilarityCache, catalogue: Catalogue, candidates: Int32Array): SimilarityRows {
  return cache.worthwhile ? cachedRows(cache, catalogue, candidates) : gatheredRows(catalogue, candidates)
}

function cachedRows(cache: SimilarityCache, catalogue: Catalogue, candidates: Int32Array): SimilarityRows {
  return {
    slots: candidates,
    ofTaste: (modality, index) => cache.tasteRow(modality, index),
    ofQuery: (modality, query) => catalogue.modality(modality)?.similarities(query),
    close: () => {},
  }
}

/** Copies the candidates' rows together once, then scans only those. */
function gatheredRows(catalogue: Catalogue, candidates: Int32Array): SimilarityRows {
  const scanners = new Map<Modality, VectorScanner>()
  const scan = (modality: Modality, query: Float32Array): Float32Array | undefined => {
    const rows = catalogue.modality(modality)
    if (rows === undefined) return undefined
    const scanner = scanners.get(modality) ?? gather(catalogue, modality, candidates)
    scanners.set(modality, scanner)
    const dots = new Float32Array(candidates.length)
    scanner.scan(query, dots)
    return rows.centreScan(query, dots, candidates)
  }
  return {
    slots: Int32Array.from(candidates, (_, position) => position),
    ofTaste: (modality, index) => {
      const rows = catalogue.modality(modality)
      return rows?.has(index) ? scan(modality, rows.whitenedRow(index)) : undefined
    },
    ofQuery: scan,
    close: () => {
      for (const scanner of scanners.values()) scanner.close()
      scanners.clear()
    },
  }
}

function gather(catalogue: Catalogue, modality: Modality, candidates: Int32Array): VectorScanner {
  const scanner = catalogue.kernels.createScanner(catalogue.space?.dimensions ?? 0, candidates.length)
  const rows = catalogue.modality(modality)
  candidates.forEach((index, position) => {
    if (rows?.has(index)) {
      const { codes, scale } = rows.matrix.row(index)
      scanner.set(position, codes, scale)
    }
  })
  return scanner
}
