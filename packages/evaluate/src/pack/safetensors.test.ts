import { LocavoreError } from '@locavore/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { safetensors } from '../testing/synthetic-pack.js'
import { readSafetensors } from './safetensors.js'
import { TensorFile } from './tensors.js'

const table = { shape: [2, 3], data: Float32Array.of(1, 2, 3, 4, 5, 6.5) }

/** A file with this header and these bytes behind it. */
function fileOf(header: unknown, body = new Uint8Array(24)): Uint8Array {
  const json = new TextEncoder().encode(typeof header === 'string' ? header : JSON.stringify(header))
  const bytes = new Uint8Array(8 + json.length + body.length)
  new DataView(bytes.buffer).setBigUint64(0, BigInt(json.length), true)
  bytes.set(json, 8)
  bytes.set(body, 8 + json.length)
  return bytes
}

describe('safetensors', () => {
  it('come back as they were written, at any offset and from a view', () => {
    const tensors = {
      flags: { shape: [3], data: Uint8Array.of(1, 0, 1) },
      table,
      codes: { shape: [1, 2], data: Int8Array.of(-127, 5) },
      ids: { shape: [2], data: Int32Array.of(-1, 70_000) },
    }
    const bytes = safetensors(tensors)
    const shifted = new Uint8Array(bytes.length + 3)
    shifted.set(bytes, 3)
    for (const file of [bytes, shifted.subarray(3), Buffer.from(bytes)]) {
      const read = readSafetensors(file, 'a.safetensors')
      expect([...read.keys()]).toEqual(Object.keys(tensors))
      for (const [name, { shape, data }] of Object.entries(tensors)) {
        expect(read.get(name)?.shape).toEqual(shape)
        expect(read.get(name)?.data).toEqual(data)
        expect(read.get(name)?.data.byteLength).toBe(read.get(name)?.data.buffer.byteLength)
      }
    }
  })

  it('are refused with a reason', () => {
    const entry = { dtype: 'F32', shape: [2, 3], data_offsets: [0, 24] }
    const refused: [unknown, RegExp][] = [
      ['{', /header is no JSON/],
      ['[]', /no JSON object/],
      [{ a: null }, /the type undefined/],
      [{ a: { ...entry, dtype: 'BF16' } }, /the type BF16 is none of F64, F32, I32, I8, U8/],
      [{ a: { ...entry, dtype: 'toString' } }, /the type toString/],
      [{ a: { ...entry, shape: [-2, -3] } }, /the shape -2,-3/],
      [{ a: { ...entry, shape: [2, 2] } }, /\[2, 2\] needs 16 bytes and has 24/],
      [{ a: { ...entry, shape: [2 ** 40, 2 ** 40] } }, /needs/],
      [{ a: { ...entry, data_offsets: [4, 28] } }, /4 to 28 is not in the 24 bytes/],
      [{ a: { ...entry, data_offsets: [24, 0] } }, /not in the 24 bytes/],
      [{ a: { ...entry, data_offsets: 7 } }, /not in the 24 bytes/],
    ]
    for (const [header, message] of refused) {
      expect(() => readSafetensors(fileOf(header), 'x.safetensors')).toThrow(message)
    }
    expect(() => readSafetensors(Uint8Array.of(1, 2), 'x')).toThrow(/too short/)
    expect(() => readSafetensors(new Uint8Array(16).fill(255), 'x')).toThrow(/header claims/)
    expect(() => readSafetensors(fileOf(' '.repeat(2 ** 20 + 1)), 'x')).toThrow(/header claims 1048577/)
  })

  it('whatever the bytes, are read or refused as catalogue-invalid', () => {
    const damaged = fc.tuple(fc.nat(200), fc.nat(255)).map(([place, value]) => {
      const bytes = safetensors({ table })
      bytes[place % bytes.length] = value
      return bytes
    })
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array({ maxLength: 200 }), damaged), (bytes) => {
        try {
          readSafetensors(bytes, 'x')
        } catch (error) {
          expect(error).toBeInstanceOf(LocavoreError)
          expect(error).toMatchObject({ code: 'catalogue-invalid' })
        }
      }),
      { numRuns: 500 },
    )
  })

  it('are asked for by shape and kind', () => {
    const tensors = { table, codes: { shape: [2], data: Int8Array.of(1, 2) } }
    const file = new TensorFile(readSafetensors(safetensors(tensors), 'x'), 'x')
    expect(file.floats('table', [-1, 3])).toEqual(table.data)
    expect(file.columns('table')).toBe(3)
    expect(file.floats('missing', [1])).toBeUndefined()
    expect(() => file.floats('table', [3, 2])).toThrow(/the shape \[2, 3\] in place of \[3, 2\]/)
    expect(() => file.floats('codes', [2])).toThrow(/in place of floats/)
    expect(() => file.codes('table', [2, 3])).toThrow(/int8/)
    expect(() => file.integers('table', [2, 3])).toThrow(/whole numbers/)
  })
})
