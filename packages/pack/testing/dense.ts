/** The inverse of a matrix by elimination, the plain way. */
export function plainInverse(matrix: readonly (readonly number[])[]): number[][] {
  const order = matrix.length
  const rows = matrix.map((row, i) => [...row, ...Array.from({ length: order }, (_, j) => (i === j ? 1 : 0))])
  for (let pivot = 0; pivot < order; pivot += 1) {
    const own = rows[pivot] ?? []
    const value = own[pivot] ?? 1
    rows[pivot] = own.map((entry) => entry / value)
    for (let other = 0; other < order; other += 1) {
      const factor = rows[other]?.[pivot] ?? 0
      if (other === pivot || factor === 0) continue
      rows[other] = (rows[other] ?? []).map((entry, at) => entry - factor * (rows[pivot]?.[at] ?? 0))
    }
  }
  return rows.map((row) => row.slice(order))
}
