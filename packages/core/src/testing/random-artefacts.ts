import { ContentTable } from '../artefacts/content-table.js'
import { ItemFactors } from '../artefacts/item-factors.js'
import { ItemWeights } from '../artefacts/item-weights.js'
import type { Artefacts } from '../collaborative/score-artefacts.js'
import { createRandom, gaussian } from '../random.js'

export type Table = readonly (readonly number[])[]

/** The same artefacts twice: as they would be shipped, and as plain tables for naive models. */
export interface RandomArtefacts {
  readonly shipped: Required<Omit<Artefacts, 'transitions'>>
  /** `[from][to]` */
  readonly weights: Table
  readonly factors: Table
  readonly factorMean: readonly number[]
  readonly content: Table
  readonly logPopularity: readonly number[]
}

/** Artefacts of `items` items; int8 codes with scales, rows with unused slots, cosines of both signs. */
export function randomArtefacts(seed: number, items = 30, dimensions = 4): RandomArtefacts {
  const random = createRandom(seed)
  const perItem = 5
  const codes = Int8Array.from({ length: items * dimensions }, () => Math.round(40 * gaussian(random)))
  const columns = Float32Array.from({ length: dimensions }, () => 0.01 + 0.02 * random())
  const ids = new Int32Array(items * perItem)
  const entries = new Int8Array(items * perItem)
  const scales = Float32Array.from({ length: items }, () => 0.001 + 0.002 * random())
  const weights = Array.from({ length: items }, () => new Array<number>(items).fill(0))
  for (let h = 0; h < items; h += 1) {
    const others = Array.from({ length: items }, (_, i) => i).filter((i) => i !== h)
    for (let slot = 0; slot < perItem; slot += 1) {
      const used = slot < perItem - (h % 3)
      const [to = h] = used ? others.splice(Math.floor(random() * others.length), 1) : []
      const code = used ? Math.round(254 * random() - 127) : 0
      ids[h * perItem + slot] = to
      entries[h * perItem + slot] = code
      const row = weights[h]
      if (row !== undefined) row[to] = (row[to] ?? 0) + code * (scales[h] ?? 0)
    }
  }
  const content = Array.from({ length: items }, () => {
    const vector = Array.from({ length: 3 }, () => gaussian(random))
    const length = Math.hypot(...vector)
    return vector.map((value) => Math.fround(value / length))
  })
  const logPopularity = Float32Array.from({ length: items }, () => Math.log1p(Math.floor(100 * random())))
  const factorMean = Float64Array.from({ length: dimensions }, () => gaussian(random))
  return {
    shipped: {
      itemWeights: new ItemWeights({ perItem, ids, weights: entries, scales }),
      factors: new ItemFactors({ dimensions, values: codes, scales: columns }),
      factorMean,
      content: new ContentTable(Float32Array.from(content.flat()), 3),
      logPopularity,
    },
    weights,
    factors: Array.from({ length: items }, (_, i) =>
      Array.from(columns, (scale, d) => scale * (codes[i * dimensions + d] ?? 0)),
    ),
    factorMean: [...factorMean],
    content,
    logPopularity: [...logPopularity],
  }
}

/** Solves A x = b by Gauss-Jordan elimination with pivoting: slow, and nothing like a Cholesky factorisation. */
export function solveNaively(matrix: Table, right: readonly number[]): number[] {
  const rows = matrix.map((row, i) => [...row, right[i] ?? 0])
  rows.forEach((_, i) => {
    const pivot = rows.slice(i).reduce((best, row) => (Math.abs(row[i] ?? 0) > Math.abs(best[i] ?? 0) ? row : best))
    const at = rows.indexOf(pivot)
    rows[at] = rows[i] ?? []
    rows[i] = pivot.map((value) => value / (pivot[i] ?? 1))
    rows.forEach((row, k) => {
      if (k === i) return
      const factor = row[i] ?? 0
      rows[k] = row.map((value, j) => value - factor * (rows[i]?.[j] ?? 0))
    })
  })
  return rows.map((row) => row.at(-1) ?? 0)
}
