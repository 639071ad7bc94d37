import { expect, test } from 'vitest'
import { readCatalogueSize } from './catalogue-size.js'

const sizeOf = (search: string) => readCatalogueSize(new URLSearchParams(search))

test('whole numbers from a thousand to a million are taken', () => {
  for (const count of [1_000, 5_000, 100_000, 123_457, 1_000_000]) {
    expect(sizeOf(`items=${count}`)).toEqual({ count })
  }
  expect(sizeOf('device=wasm')).toBeUndefined()
})

test('anything else is given back, to be told', () => {
  for (const given of ['', '0', '999', '1000001', '-5000', '1e5', '100,000', '5000.5', 'many', '0x1000', ' 5000']) {
    expect(sizeOf(`items=${encodeURIComponent(given)}`)).toEqual({ given })
  }
  expect(sizeOf(`items=${'9'.repeat(500)}`)).toEqual({ given: '9'.repeat(24) })
})
