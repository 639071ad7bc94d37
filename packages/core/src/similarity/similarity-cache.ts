import type { Catalogue } from '../catalogue/catalogue.js'
import type { ModalityIndex } from '../catalogue/modality-index.js'
import type { Modality } from '../types.js'
import { makeScratch, type Scratch } from './candidate-block.js'

/** What a cache may hold, in bytes: 400 rows over 40,000 items. */
const DEFAULT_BYTES = 64 * 1024 * 1024
/** Catalogues with more items than this are compared candidate by candidate; whole rows would cost more than they save. */
const LARGEST_EXTENT = 8_192

/**
 * Rows of similarity between a past item and the whole catalogue, kept from one list to the next: a new interaction then
 * costs one scan per modality. Any change of a modality's rows moves its mean, so it drops that modality's rows.
 * Rows are never written to again: a list may keep them for its explanations.
 */
export class SimilarityCache {
  readonly #catalogue: Catalogue
  readonly #capacity: number
  readonly #largestExtent: number
  readonly #rows = new Map<string, Float32Array>()
  readonly #versions = new Map<Modality, number>()
  #bytes = 0
  #scratch: Scratch | undefined

  /** @param largestExtent up to this many items whole rows are kept (default 8,192) */
  constructor(catalogue: Catalogue, capacityBytes: number = DEFAULT_BYTES, largestExtent: number = LARGEST_EXTENT) {
    this.#catalogue = catalogue
    this.#capacity = capacityBytes
    this.#largestExtent = largestExtent
  }

  /** Whether the catalogue is small enough for whole rows. */
  get worthwhile(): boolean {
    return this.#catalogue.extent <= this.#largestExtent
  }

  /** Room to compare the candidates of one list in, for a catalogue with a space. */
  get scratch(): Scratch {
    this.#scratch ??= makeScratch(this.#catalogue.kernels.createScanner(this.#catalogue.space?.dimensions ?? 0, 0))
    return this.#scratch
  }

  /** Centred cosine of item `index` with every item, `[extent of the modality]`; undefined if it lacks the modality. */
  row(modality: Modality, index: number): Float32Array | undefined {
    return this.#rowBy(modality, index, 'cosine', (rows) => rows.centredRow(index))
  }

  /** Taste affinity of every item to item `index`: the cosine with its whitened row; undefined if it lacks the modality. */
  tasteRow(modality: Modality, index: number): Float32Array | undefined {
    return this.#rowBy(modality, index, 'taste', (rows) => rows.whitenedRow(index))
  }

  #rowBy(
    modality: Modality,
    index: number,
    kind: 'cosine' | 'taste',
    query: (rows: ModalityIndex) => Float32Array,
  ): Float32Array | undefined {
    const rows = this.#catalogue.modality(modality)
    if (rows === undefined || !rows.has(index)) return undefined
    if (this.#versions.get(modality) !== rows.version) this.#drop(modality, rows.version)
    const key = `${modality} ${kind} ${index}`
    const held = this.#rows.get(key)
    if (held !== undefined) {
      // Taking it out and putting it back makes it the youngest: the map's order is the order of use.
      this.#rows.delete(key)
      this.#rows.set(key, held)
      return held
    }
    const made = rows.similarities(query(rows))
    this.#keep(key, made)
    return made
  }

  #keep(key: string, row: Float32Array): void {
    this.#rows.set(key, row)
    this.#bytes += row.byteLength
    for (const [oldest, held] of this.#rows) {
      if (this.#bytes <= this.#capacity) return
      this.#rows.delete(oldest)
      this.#bytes -= held.byteLength
    }
  }

  #drop(modality: Modality, version: number): void {
    for (const [key, held] of this.#rows) {
      if (!key.startsWith(`${modality} `)) continue
      this.#rows.delete(key)
      this.#bytes -= held.byteLength
    }
    this.#versions.set(modality, version)
  }
}
