/** What was read must be kept somewhere, or the reads would be left out as useless. */
let read = 0

/** The sum of what was touched last. */
export function touched(): number {
  return read
}

/**
 * Reads a number of each row, so that all are on their way from memory at once: a loop that works on one row after the other
 * waits for each.
 */
export function touchRows(values: Int8Array | Float32Array, rows: Int32Array, length: number): void {
  let sum = 0
  for (let k = 0; k < rows.length; k += 1) {
    const start = (rows[k] as number) * length
    sum += (values[start] ?? 0) + (values[start + length - 1] ?? 0)
  }
  read = sum
}

/** `[count]`: 0, 1, 2 and so on. */
export function countUp(count: number): Int32Array<ArrayBuffer> {
  const places = new Int32Array(count)
  for (let place = 0; place < count; place += 1) places[place] = place
  return places
}
