import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Checksum } from './checksum.js'

/** Bit by bit, as the polynomial is written. */
function plainCrc32(bytes: Uint8Array): number {
  let crc = 0xffffffff
  for (const byte of bytes) {
    crc ^= byte
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1
  }
  return ~crc >>> 0
}

test('gives the check value of CRC-32', () => {
  expect(new Checksum().addBytes(new TextEncoder().encode('123456789')).value).toBe(0xcbf43926)
  expect(new Checksum().value).toBe(0)
})

test('equals the plain form for any bytes, however they are cut and wherever they lie', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), fc.nat(200), fc.nat(7), (bytes, cut, offset) => {
      const shifted = new Uint8Array(bytes.length + offset)
      shifted.set(bytes, offset)
      const view = shifted.subarray(offset)
      const checksum = new Checksum().addBytes(view.subarray(0, cut)).addBytes(view.subarray(cut))
      expect(checksum.value).toBe(plainCrc32(bytes))
    }),
  )
})

test('keeps texts apart that run together', () => {
  expect(new Checksum().addText('ab').addText('c').value).not.toBe(new Checksum().addText('a').addText('bc').value)
})
