import type { WeightTable } from '@locavore/catalogue'

export interface Entry {
  readonly column: number
  readonly weight: number
}

const LARGEST_CODE = 127

/** Collects rows of weights, one after the other, and packs them: the strongest of each, as int8 codes with one scale. */
export class SparseRows {
  readonly #perRow: number
  readonly #starts: number[] = [0]
  readonly #columns: number[] = []
  readonly #codes: number[] = []
  readonly #scales: number[] = []

  constructor(perRow: number) {
    this.#perRow = perRow
  }

  get entries(): number {
    return this.#columns.length
  }

  /** The next row. What rounds to nothing is left out. */
  add(entries: readonly Entry[]): void {
    const strongest = [...entries]
      .sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight) || a.column - b.column)
      .slice(0, this.#perRow)
    const scale = Math.fround(Math.abs(strongest[0]?.weight ?? 0) / LARGEST_CODE)
    for (const { column, weight } of strongest) {
      const code = scale > 0 ? Math.max(-LARGEST_CODE, Math.min(LARGEST_CODE, Math.round(weight / scale))) : 0
      if (code === 0) continue
      this.#columns.push(column)
      this.#codes.push(code)
    }
    this.#scales.push(scale)
    this.#starts.push(this.#columns.length)
  }

  finish(): WeightTable {
    return {
      rows: this.#scales.length,
      starts: Int32Array.from(this.#starts),
      columns: Int32Array.from(this.#columns),
      codes: Int8Array.from(this.#codes),
      scales: Float32Array.from(this.#scales),
    }
  }
}
