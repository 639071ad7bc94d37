import { describe, expect, test } from 'vitest'
import { codeOf, freshName } from '../testing/raw-database.fixture.js'
import { eraseVectors, openVectors } from './open-vectors.js'
import type { VectorFile } from './vector-file.js'

const DIMENSIONS = 6
const rowOf = (row: number) => Float32Array.from({ length: DIMENSIONS }, (_, d) => row + d / 8)
const rowsFrom = (first: number, count: number) =>
  Float32Array.from(
    { length: count * DIMENSIONS },
    (_, at) => rowOf(first + Math.floor(at / DIMENSIONS))[at % DIMENSIONS] ?? 0,
  )

/** What every backend must do. */
export function describeVectors(backend: VectorFile['backend']): void {
  const open = (name: string, set = 'r1.text') => openVectors({ name, set, dimensions: DIMENSIONS, backend })

  describe(`Vectors in ${backend}`, () => {
    test('come back by row, in any order, also twice, after the file was closed', async () => {
      const name = freshName('vectors')
      const file = await open(name)
      await file.write(0, rowsFrom(0, 100))
      await file.write(100, rowsFrom(100, 5))
      await file.close()
      const again = await open(name)
      const rows = Uint32Array.of(104, 0, 17, 16, 17, 99)
      expect([...(await again.read(rows))]).toEqual([...rows].flatMap((row) => [...rowOf(row)]))
      expect(await again.read(new Uint32Array(0))).toEqual(new Float32Array(0))
      await again.close()
      await eraseVectors(name)
    })

    test('written over, in the middle of a record, leave their neighbours alone', async () => {
      const name = freshName('vectors')
      const file = await open(name)
      await file.write(0, rowsFrom(0, 40))
      await file.write(13, rowsFrom(1_000, 7))
      const read = await file.read(Uint32Array.of(12, 13, 19, 20))
      expect([...read]).toEqual([12, 1_000, 1_006, 20].flatMap((row) => [...rowOf(row)]))
      await file.close()
      await eraseVectors(name)
    })

    test('that were never written are missed, and sets are apart', async () => {
      const name = freshName('vectors')
      const file = await open(name)
      await file.write(0, rowsFrom(0, 20))
      expect(await codeOf(file.read(Uint32Array.of(3, 20)))).toBe('storage-corrupt')
      const other = await open(name, 'r1.image')
      expect(await codeOf(other.read(Uint32Array.of(3)))).toBe('storage-corrupt')
      await Promise.all([file.close(), other.close()])
      expect(await codeOf(file.read(Uint32Array.of(3)))).toBe('closed')
      await eraseVectors(name)
    })

    test('are gone when they are erased', async () => {
      const name = freshName('vectors')
      const file = await open(name)
      await file.write(0, rowsFrom(0, 20))
      await file.close()
      await eraseVectors(name)
      const again = await open(name)
      expect(await codeOf(again.read(Uint32Array.of(3)))).toBe('storage-corrupt')
      await again.close()
      await eraseVectors(name)
    })

    test('refuse what is no whole row, and options that nobody knows', async () => {
      const name = freshName('vectors')
      const file = await open(name)
      expect(await codeOf(file.write(0, new Float32Array(7)))).toBe('invalid-argument')
      expect(await codeOf(file.write(-1, rowsFrom(0, 1)))).toBe('invalid-argument')
      await file.close()
      expect(await codeOf(openVectors({ name, set: '../x', dimensions: 4, backend }))).toBe('invalid-argument')
      expect(await codeOf(openVectors({ name, set: 'x', dimensions: 0, backend }))).toBe('invalid-argument')
      const more = { name, set: 'x', dimensions: 4, size: 3 }
      expect(await codeOf(openVectors(more))).toBe('unknown-option')
      await eraseVectors(name)
    })
  })
}
