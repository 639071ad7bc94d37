import type { FactorSource, ItemFactors } from '../artefacts/item-factors.js'
import type { Catalogue } from '../catalogue/catalogue.js'
import type { Learnt } from './learnt.js'

/**
 * Factors of some items of a catalogue, by their places in `indexes`: those learnt where there are any, else those that the
 * item's content leads to, else zeros. So what one item's place costs is paid once per list, and never for the whole catalogue.
 */
export class CatalogueFactors implements FactorSource {
  readonly count: number
  readonly dimensions: number
  readonly gram: Float64Array
  /** `[indexes]`, 1 where there are factors of either kind. */
  readonly known: Uint8Array
  readonly #factors: ItemFactors
  /** `[indexes]` */
  readonly #rows: Int32Array
  readonly #mapped = new Map<number, Float64Array>()

  /** @param rows row of each item, or -1, `[indexes]` */
  constructor(factors: ItemFactors, learnt: Learnt, catalogue: Catalogue, indexes: Int32Array, rows: Int32Array) {
    this.count = factors.count
    this.dimensions = factors.dimensions
    this.gram = factors.gram
    this.#factors = factors
    this.#rows = rows
    this.known = knownOf(rows)
    if (learnt.contentMap === undefined) return
    const own = new Float64Array(factors.dimensions)
    for (let place = 0; place < rows.length; place += 1) {
      if ((rows[place] as number) >= 0) {
        factors.read(rows[place] as number, own)
        if (own.some((value) => value !== 0)) continue
      }
      const mapped = learnt.contentMap.factorsOf(catalogue, indexes[place] as number)
      if (mapped?.length !== factors.dimensions) continue
      this.#mapped.set(place, mapped)
      this.known[place] = 1
    }
  }

  read(place: number, out: Float64Array): void {
    const mapped = this.#mapped.get(place)
    const row = this.#rows[place] ?? -1
    if (mapped !== undefined) out.set(mapped)
    else if (row >= 0) this.#factors.read(row, out)
    else out.fill(0)
  }

  addRows(places: Int32Array, out: Float64Array): void {
    const rows = new Int32Array(places.length)
    for (let k = 0; k < rows.length; k += 1) {
      const place = places[k] as number
      rows[k] = this.#mapped.size > 0 && this.#mapped.has(place) ? -1 : (this.#rows[place] ?? -1)
    }
    this.#factors.addRows(rows, out)
    if (this.#mapped.size === 0) return
    for (const place of places) {
      const mapped = this.#mapped.get(place)
      if (mapped !== undefined)
        for (let d = 0; d < out.length; d += 1) out[d] = (out[d] as number) + (mapped[d] as number)
    }
  }

  products(user: Float64Array, places: Int32Array, out: Float64Array): void {
    const rows = new Int32Array(places.length)
    for (let j = 0; j < rows.length; j += 1) rows[j] = Math.max(0, this.#rows[places[j] as number] as number)
    if (this.count > 0) this.#factors.products(user, rows, out)
    for (let j = 0; j < places.length; j += 1) {
      const place = places[j] as number
      const mapped = this.#mapped.size === 0 ? undefined : this.#mapped.get(place)
      if (mapped !== undefined) out[j] = mapped.reduce((sum, value, d) => sum + value * (user[d] as number), 0)
      else if ((this.#rows[place] as number) < 0) out[j] = 0
    }
  }
}

/** 1 for every row there is, 0 for -1. */
export function knownOf(rows: Int32Array): Uint8Array {
  const known = new Uint8Array(rows.length)
  for (let place = 0; place < rows.length; place += 1) known[place] = (rows[place] as number) < 0 ? 0 : 1
  return known
}
