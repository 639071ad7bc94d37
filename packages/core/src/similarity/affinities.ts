import type { BlockQuery, CandidateBlock, SumsAbove } from './candidate-block.js'

/** How alike each of several things is to each candidate of a list, in [-1, 1]; 0 where a candidate lacks the medium. */
export interface Affinities {
  /** Calls `visit` for each thing, in order, with `row[slots[j]]` its affinity to candidate `j`; good until it returns. */
  each(visit: (thing: number, row: Float32Array) => void): void
  /** What `weight * max(0, affinity)^power` adds up to for each candidate and each thing, where that is quicker than `each`. */
  sumAbove?(weights: Float64Array, power: number): SumsAbove
  /** The slot of each candidate in the rows; undefined: its own place. */
  readonly slots: Int32Array | undefined
  /** The affinities of all things to one candidate, `[things]`. They stay what they were, whatever becomes of the catalogue. */
  at(candidate: number): ArrayLike<number>
  /** Makes `at` faster for these candidates. */
  prepare(candidates: readonly number[]): void
}

/** Over rows that are kept whole. @param slots slot of each candidate in the rows */
export function rowAffinities(rows: readonly Float32Array[], slots: Int32Array): Affinities {
  return {
    slots,
    each: (visit) => {
      rows.forEach((row, thing) => {
        visit(thing, row)
      })
    },
    at: (candidate) => rows.map((row) => row[slots[candidate] ?? -1] ?? 0),
    prepare: () => {},
  }
}

/** Over a copy of the candidates' rows: what has been compared is forgotten, and compared again for those that are explained. */
export class BlockAffinities implements Affinities {
  readonly slots = undefined
  readonly #block: CandidateBlock
  readonly #queries: readonly BlockQuery[]
  /** By candidate, `[things]`. */
  readonly #columns = new Map<number, Float32Array>()

  constructor(block: CandidateBlock, queries: readonly BlockQuery[]) {
    this.#block = block
    this.#queries = queries
  }

  each(visit: (thing: number, row: Float32Array) => void): void {
    this.#block.compare(this.#queries, visit)
  }

  sumAbove(weights: Float64Array, power: number): SumsAbove {
    return this.#block.sumAbove(this.#queries, weights, power)
  }

  at(candidate: number): ArrayLike<number> {
    if (!this.#columns.has(candidate)) this.prepare([candidate])
    return this.#columns.get(candidate) ?? []
  }

  prepare(candidates: readonly number[]): void {
    const missing = candidates.filter((candidate) => !this.#columns.has(candidate))
    if (missing.length === 0) return
    const columns = this.#block.compareSome(this.#queries, missing)
    for (const [k, candidate] of missing.entries()) this.#columns.set(candidate, columns[k] ?? new Float32Array(0))
  }
}
