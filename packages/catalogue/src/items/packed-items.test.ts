import type { Item, ItemFact, RarePart } from '@locavore/core'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { PackedItems, readItems, writeItems } from '../index.js'

const text = fc.oneof(
  fc.string(),
  fc.string({ unit: 'binary' }),
  fc.constantFrom('"', '\\', '{"id":"x"}', '],[', 'é\u2028', '\ud800'),
)
const item = fc.record(
  {
    id: fc.oneof(
      fc.stringMatching(/^[\w-]{1,12}$/),
      text.filter((id) => id.length > 0),
    ),
    title: text,
    attributes: fc.dictionary(
      fc.constantFrom('a', 'popularity', 'id', 'relations'),
      fc.oneof(text, fc.integer(), fc.array(text, { maxLength: 3 })),
    ),
    popularity: fc.oneof(fc.nat(), fc.double({ min: 0, max: 1e300, noNaN: true })),
    addedAt: fc.nat({ max: 8.64e15 }),
    likesByPeriod: fc.array(fc.nat(), { maxLength: 3 }),
    relations: fc.array(fc.record({ type: fc.constant('sequel'), itemId: fc.constant('elsewhere') }), { maxLength: 2 }),
  },
  { requiredKeys: ['id'] },
)
const items = fc.uniqueArray(item, { minLength: 1, maxLength: 12, selector: ({ id }) => id })
/** Other ways to write the same lines, as other programs do. */
const writings: readonly ((line: Item) => string)[] = [
  (line) => JSON.stringify(line),
  (line) => JSON.stringify(Object.fromEntries(Object.entries(line).reverse())),
  (line) => JSON.stringify(line, undefined, 1).replaceAll(/\n\s*/g, ' '),
  (line) => `${JSON.stringify(line)} \r`,
  (line) => JSON.stringify(line).replace('"id"', '"\\u0069d"'),
  (line) => JSON.stringify(line).replace('{', '{"id":"first of two","popularity":1,'),
  (line) => JSON.stringify(line).replace('{', '{\t'),
]
const encode = (value: string) => new TextEncoder().encode(value)

function idOf(packed: PackedItems, row: number): string {
  const units = new Uint16Array(512)
  return String.fromCharCode(...units.subarray(0, packed.readId(row, units)))
}

function expectSame(packed: PackedItems, expected: readonly Item[]) {
  expect(packed.count).toBe(expected.length)
  expect(packed.items()).toEqual(expected)
  expected.forEach((one, row) => {
    expect(packed.itemAt(row)).toEqual(one)
    expect(idOf(packed, row)).toBe(one.id)
    for (const fact of ['popularity', 'addedAt'] satisfies ItemFact[]) {
      expect(packed.factAt(row, fact)).toBe(one[fact] ?? -1)
    }
    for (const part of ['relations', 'likesByPeriod'] satisfies RarePart[]) {
      expect(packed.hasPart(row, part)).toBe((one[part]?.length ?? 0) > 0)
    }
  })
}

describe('packed items', () => {
  test('are the items of the file, and what is read ahead of them is so, however the lines are written', () => {
    fc.assert(
      fc.property(
        items,
        fc.array(fc.constantFrom(...writings), { minLength: 12, maxLength: 12 }),
        fc.boolean(),
        (given, ways, ends) => {
          const lines = given.map((one, row) => ways[row]?.(one) ?? '')
          const bytes = encode(lines.join('\n') + (ends ? '\n' : ''))
          const ground = { file: 'x', rows: given.length }
          const expected = readItems(bytes, ground)
          expectSame(PackedItems.checked(bytes, ground), expected)
          expectSame(PackedItems.known(bytes, ground), expected)
        },
      ),
      { numRuns: 300 },
    )
  })

  test('have the likes that are published beside them', () => {
    const bytes = writeItems([{ id: 'a', popularity: 3 }, { id: 'b' }])
    const packed = PackedItems.known(bytes, { file: 'x', rows: 2, popularity: Uint32Array.of(7, 0) })
    expectSame(packed, [
      { id: 'a', popularity: 7 },
      { id: 'b', popularity: 0 },
    ])
  })

  test('resolve addresses when they are made', () => {
    const base = new URL('https://site.example/packs/manifest.json')
    const packed = PackedItems.known(writeItems([{ id: 'a', image: 'a.jpg' }]), { file: 'x', rows: 1, base })
    expect(packed.itemAt(0).image).toBe('https://site.example/packs/a.jpg')
    expect(packed.items()).toEqual([packed.itemAt(0)])
  })

  const refused = expect.objectContaining({ code: 'catalogue-invalid' })

  test.each([
    ['too few lines', '{"id":"a"}\n', 2],
    ['too many lines', '{"id":"a"}\n{"id":"b"}\n{"id":"c"}', 2],
    ['two items in a line', '{"id":"a"},{"id":"b"}', 1],
    ['an empty line', '{"id":"a"}\n\n', 2],
    ['no item', '7', 1],
    ['no id', '{"title":"a"}', 1],
    ['no text as an id', '{"id":7}', 1],
    ['a broken line', '{"id":"a","title":"', 1],
    ['what is cut off in a list', '{"id":"a","attributes":{"tags":["x"', 1],
  ])('refuse %s, known or not', (_, content, rows) => {
    const ground = { file: 'x', rows }
    expect(() => PackedItems.known(encode(content), ground)).toThrow(refused)
    expect(() => PackedItems.checked(encode(content), ground)).toThrow(refused)
  })

  test('that turn out to be unreadable say so when they are asked for, and no other does', () => {
    const packed = PackedItems.known(encode('{"id":"a","title":nothing}\n{"id":"b"}'), { file: 'x', rows: 2 })
    expect(() => packed.itemAt(0)).toThrow(refused)
    expect(() => packed.items()).toThrow(refused)
    expect(packed.itemAt(1)).toEqual({ id: 'b' })
    expect(idOf(packed, 0)).toBe('a')
  })
})
