import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { EmbeddingMatrix } from './embedding-matrix.js'

const DIMENSIONS = 5
const anyRow = fc.record({
  codes: fc.int8Array({ min: -127, max: 127, minLength: DIMENSIONS, maxLength: DIMENSIONS }),
  scale: fc.float({ min: Math.fround(1e-6), max: 10, noNaN: true }),
})
const anyChanges = fc.array(fc.tuple(fc.integer({ min: 0, max: 200 }), fc.option(anyRow)), { maxLength: 60 })

type Row = { codes: Int8Array; scale: number }

/** The model: a map from index to row. */
function apply(changes: readonly (readonly [number, Row | null])[]): [EmbeddingMatrix, Map<number, Row>] {
  const matrix = new EmbeddingMatrix(DIMENSIONS, 1)
  const model = new Map<number, Row>()
  for (const [index, row] of changes) {
    if (row === null) {
      matrix.clear(index)
      model.delete(index)
    } else {
      matrix.set(index, row)
      model.set(index, row)
    }
  }
  return [matrix, model]
}

function expectEqual(matrix: EmbeddingMatrix, model: Map<number, Row>): void {
  expect(matrix.present).toBe(model.size)
  for (let index = 0; index <= 200; index += 1) {
    const row = model.get(index)
    expect(matrix.has(index)).toBe(row !== undefined)
    if (row !== undefined) expect(matrix.row(index)).toEqual(row)
  }
}

describe('EmbeddingMatrix', () => {
  it('takes many rows at once as it takes them one by one, wherever each goes', () => {
    const places = fc.array(fc.tuple(fc.integer({ min: -2, max: 40 }), anyRow, fc.boolean()), { maxLength: 60 })
    fc.assert(
      fc.property(anyChanges, places, fc.boolean(), (changes, given, inOrder) => {
        const [matrix, model] = apply(changes)
        const indexes = Int32Array.from(given, ([index], row) => (inOrder && index >= 0 ? row : index))
        const codes = Int8Array.from(given.flatMap(([, row]) => [...row.codes]))
        const scales = Float32Array.from(given, ([, { scale }, absent]) => (absent ? 0 : scale))
        matrix.setRows(indexes, { dimensions: DIMENSIONS, count: given.length, codes, scales })
        for (const [row, [, { codes: own }]] of given.entries()) {
          const index = indexes[row] as number
          if (index >= 0 && scales[row] !== 0) model.set(index, { codes: own, scale: scales[row] as number })
        }
        expectEqual(matrix, model)
      }),
    )
  })

  it.each([
    ['other dimensions', { dimensions: 4, codes: new Int8Array(4) }],
    ['too few codes', { codes: new Int8Array(4) }],
    ['an infinite scale', { scales: Float32Array.of(Infinity) }],
    ['a negative scale', { scales: Float32Array.of(-1) }],
    ['more scales than rows', { scales: Float32Array.of(1, 1) }],
  ])('refuses many rows with %s, and changes nothing', (_, wrong) => {
    const matrix = new EmbeddingMatrix(DIMENSIONS)
    const rows = { dimensions: DIMENSIONS, count: 1, codes: new Int8Array(5), scales: Float32Array.of(1), ...wrong }
    const refused = expect.objectContaining({ code: 'invalid-vector' })
    expect(() => matrix.setRows(Int32Array.of(0), rows)).toThrowError(refused)
    expect(() => matrix.setRows(new Int32Array(0), { ...rows, dimensions: DIMENSIONS })).toThrowError(refused)
    expect(matrix.present).toBe(0)
  })

  it('holds what a map of rows holds, under any changes', () => {
    fc.assert(fc.property(anyChanges, (changes) => expectEqual(...apply(changes))))
  })

  it('comes back from its buffer as it was, and the same rows give the same bytes', () => {
    fc.assert(
      fc.property(anyChanges, (changes) => {
        const [matrix, model] = apply(changes)
        const buffer = matrix.toBuffer()
        const back = EmbeddingMatrix.from(buffer)
        expect(back.count).toBe(matrix.count)
        expectEqual(back, model)
        expect(new Uint8Array(back.toBuffer())).toEqual(new Uint8Array(buffer))
      }),
    )
  })

  it('multiplies rows as plain arithmetic does', () => {
    fc.assert(
      fc.property(anyRow, anyRow, (a, b) => {
        const matrix = new EmbeddingMatrix(DIMENSIONS)
        matrix.set(3, a)
        matrix.set(7, b)
        const values = Float64Array.from(b.codes, (code) => code * b.scale)
        const expected = a.codes.reduce((sum, code, d) => sum + code * a.scale * (values[d] ?? 0), 0)
        expect(matrix.dotRows(3, 7)).toBeCloseTo(expected, 3)
        expect(matrix.dotVector(3, values)).toBeCloseTo(expected, 3)
        const sum = new Float64Array(DIMENSIONS)
        matrix.addRow(7, 2, sum)
        expect([...sum]).toEqual([...values].map((value) => 2 * value))
      }),
    )
  })

  it('copies rows in and tells of every change', () => {
    const matrix = new EmbeddingMatrix(2)
    const codes = new Int8Array([1, 2])
    matrix.set(0, { codes, scale: 1 })
    codes.fill(9)
    expect([...matrix.row(0).codes]).toEqual([1, 2])
    const { version } = matrix
    matrix.clear(5)
    expect(matrix.version).toBe(version)
    matrix.clear(0)
    expect(matrix.version).toBeGreaterThan(version)
    expect(matrix.dotRows(0, 0)).toBe(0)
  })

  it('refuses every single-byte change of its header, and every other length', () => {
    const [matrix] = apply([[2, { codes: new Int8Array([1, 2, 3, 4, 5]), scale: 0.5 }]])
    const buffer = matrix.toBuffer()
    const corrupt = expect.objectContaining({ code: 'storage-corrupt' })
    for (const at of [0, 1, 2, 3, 4, 5, 8, 9, 12, 15]) {
      const bytes = new Uint8Array(buffer.slice(0))
      bytes[at] = (bytes[at] ?? 0) ^ 0x41
      expect(() => EmbeddingMatrix.from(bytes.buffer), `byte ${at}`).toThrowError(corrupt)
    }
    for (const length of [0, 15, 16, buffer.byteLength - 1]) {
      expect(() => EmbeddingMatrix.from(buffer.slice(0, length))).toThrowError(corrupt)
    }
    const scaled = buffer.slice(0)
    new DataView(scaled).setFloat32(scaled.byteLength - 4, Number.NaN, true)
    expect(() => EmbeddingMatrix.from(scaled)).toThrowError(corrupt)
  })

  it('refuses anything else, with a code and nothing but a code', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => {
        expect(() => EmbeddingMatrix.from(Uint8Array.from(bytes).buffer)).toThrowError(
          expect.objectContaining({ code: 'storage-corrupt' }),
        )
      }),
    )
  })

  it('needs at least one dimension', () => {
    expect(() => new EmbeddingMatrix(0)).toThrowError(expect.objectContaining({ code: 'invalid-argument' }))
  })
})
