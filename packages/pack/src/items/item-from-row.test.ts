import { expect, test } from 'vitest'
import { itemFromRow } from './item-from-row.js'

const map = {
  columns: { id: 'sku', title: 'name' },
  attributes: { price: 'number', sold: 'boolean', tags: 'list', brand: 'auto' },
} as const

const itemOf = (value: Record<string, string>) => itemFromRow({ file: 'items.csv', line: 2, value }, map)

test('cells become what the columns were said to be; empty ones are left out', () => {
  expect(itemOf({ sku: 'a', name: 'Lamp', price: ' 12.5 ', sold: 'no', tags: 'red| light |', brand: '' })).toEqual({
    id: 'a',
    title: 'Lamp',
    attributes: { price: 12.5, sold: false, tags: ['red', 'light'] },
  })
})

test.each([
  [{ name: 'Lamp' }, 'it has no id: nothing stands in "sku"'],
  [{ sku: 'a', price: '12,50' }, 'its attribute "price" is "12,50", which is no number'],
  [{ sku: 'a', sold: 'perhaps' }, 'its attribute "sold" is "perhaps", which is no boolean'],
])('%j is refused in words', (row, message) => {
  expect(() => itemOf(row)).toThrow(expect.objectContaining({ code: 'invalid-argument', message }))
})
