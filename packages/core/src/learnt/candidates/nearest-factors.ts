import type { ItemFactors } from '../../artefacts/item-factors.js'
import type { Catalogue } from '../../catalogue/catalogue.js'
import { LARGEST_SCANNED } from '../../catalogue/modality-index.js'
import type { Kernels, RetrievalScanner } from '../../kernels.js'
import { topK } from '../../retrieve/top-k.js'
import { bitmapThrough } from '../../vector/sets/bitmap.js'
import { settledBitmap } from '../../vector/sets/settled.js'
import { norm } from '../../vector/vector.js'
import type { Learnt } from '../learnt.js'

export interface NearestFactorsInput {
  readonly factors: ItemFactors
  readonly catalogue: Catalogue
  /** `[dimensions]` */
  readonly user: Float64Array
  /** What the factors are part of. */
  readonly learnt: Learnt
  /** `[rows]`: the item of each row, or -1. */
  readonly indexes: Int32Array
  /** 1 where an item may appear. */
  readonly allowed: Uint8Array
  readonly most: number
}

const LARGEST_CODE = 127

/**
 * Rows with the largest products with a person, best first. Of many, codes are searched: they round a product by less than a
 * hundredth, and whoever ranks what was found multiplies the factors themselves.
 */
export function nearestFactors(input: NearestFactorsInput): ArrayLike<number> {
  const { factors, user, learnt, indexes, allowed, most } = input
  const scanner = factors.count > LARGEST_SCANNED ? scannerOf(factors, input.catalogue.kernels) : undefined
  if (scanner !== undefined && norm(user) > 0) {
    const [found] = scanner.search([Float32Array.from(user)], { k: most, allowed: openRows(input) })
    return found?.rows ?? []
  }
  const values = new Float64Array(factors.count)
  factors.products(user, learnt.everyRow, values)
  const open = Uint8Array.from(indexes, (index) => allowed[index] ?? 0)
  return topK(values, most, open)
}

function openRows({ learnt, catalogue, indexes, allowed }: NearestFactorsInput): Uint32Array {
  return learnt.followsIndexes(catalogue) ? settledBitmap(allowed) : bitmapThrough(indexes, allowed)
}

/** Factors never change, so their codes are made once. */
const scanners = new WeakMap<ItemFactors, RetrievalScanner>()

function scannerOf(factors: ItemFactors, kernels: Kernels): RetrievalScanner | undefined {
  const known = scanners.get(factors)
  if (known !== undefined) return known
  const scanner = kernels.createScanner(factors.dimensions, factors.count)
  if (!('search' in scanner)) {
    scanner.close()
    return undefined
  }
  const made = scanner as RetrievalScanner
  const row = new Float64Array(factors.dimensions)
  const codes = new Int8Array(factors.dimensions)
  for (let index = 0; index < factors.count; index += 1) {
    factors.read(index, row)
    made.set(index, codes, encode(row, codes))
  }
  scanners.set(factors, made)
  return made
}

/** Gives the scale; 0 for a row of zeros, about which nothing was learnt. */
function encode(row: Float64Array, codes: Int8Array): number {
  const largest = row.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
  if (largest === 0) return 0
  for (let d = 0; d < row.length; d += 1) codes[d] = Math.round(((row[d] as number) / largest) * LARGEST_CODE)
  return largest / LARGEST_CODE
}
