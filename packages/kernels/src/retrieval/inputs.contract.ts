/** Uniform numbers in [0, 1), the same for the same seed: splitmix32. */
export function random(seed: number): () => number {
  let state = seed | 0
  return () => {
    state = (state + 0x9e3779b9) | 0
    let mixed = state ^ (state >>> 16)
    mixed = Math.imul(mixed, 0x21f0aaad)
    mixed ^= mixed >>> 15
    mixed = Math.imul(mixed, 0x735a2d97)
    return ((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 32
  }
}

interface Row {
  readonly codes: Int8Array
  readonly scale: number
}

export interface Input {
  readonly rows: readonly Row[]
  readonly query: Float32Array
}

/** Rows that have no structure, too much of it, or numbers at the ends of their range. */
export function inputs(dimensions: number, count: number) {
  const next = random(dimensions * 31 + count)
  const code = () => Math.floor(next() * 255) - 127
  const rowsOf = (make: (row: number, d: number) => number, scale: (row: number) => number = () => 0.01): Row[] =>
    Array.from({ length: count }, (_, row) => ({
      codes: Int8Array.from({ length: dimensions }, (_, d) => make(row, d)),
      scale: scale(row),
    }))
  const query = Float32Array.from({ length: dimensions }, () => next() - 0.5)
  const ones = new Float32Array(dimensions).fill(1)
  const sign = () => (next() < 0.5 ? -127 : 127)
  return {
    random: { rows: rowsOf(code), query },
    'all rows equal': { rows: rowsOf((_, d) => (d % 5) - 2), query },
    'all rows zero': { rows: rowsOf(() => 0), query },
    'one-hot rows, one-hot query': {
      rows: rowsOf((row, d) => (row % dimensions === d ? 127 : 0)),
      query: ones.map((_, d) => (d === 1 ? 1 : 0)),
    },
    'extremes of the codes': { rows: rowsOf(sign), query: ones },
    'one row far from all others': {
      rows: rowsOf((row, d) => (row === count - 1 ? 127 : d === 0 ? 100 : 0)),
      query: ones,
    },
    'rows in order of their score': { rows: rowsOf((row) => Math.floor((row * 127) / count)), query: ones },
    'scales from denormal to large': { rows: rowsOf(code, (row) => 10 ** ((row % 48) - 44)), query },
    'rows of unequal length beside each other': { rows: rowsOf(code, (row) => 0.001 * (1 + (row % 13))), query },
    'a denormal query': { rows: rowsOf(code), query: query.map((value) => value * 1e-40) },
    'a query near the largest float32': { rows: rowsOf(code), query: query.map((value) => value * 1e37) },
    'a zero query': { rows: rowsOf(code), query: query.map(() => 0) },
    'few rows with a vector': { rows: rowsOf(code, (row) => (row % 97 === 3 ? 1 : 0)), query },
  } satisfies Record<string, Input>
}
