import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decodeBase64, encodeBase64 } from './base64.js'

test('gives every row back and agrees with Node', () => {
  fc.assert(
    fc.property(fc.int8Array({ maxLength: 300 }), (codes) => {
      const text = encodeBase64(codes)
      expect(text).toBe(Buffer.from(codes.buffer, codes.byteOffset, codes.byteLength).toString('base64'))
      expect(decodeBase64(text)).toEqual(codes)
    }),
  )
  const long = Int8Array.from({ length: 20_000 }, (_, index) => index % 127)
  expect(decodeBase64(encodeBase64(long))).toEqual(long)
})

test.each(['*', 'AAA', 'AA==\n', 'AB==', 'A', 'AA=', 'äöü='])('refuses %j', (text) => {
  expect(decodeBase64(text)).toBeUndefined()
})
