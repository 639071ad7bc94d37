import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { PlainRows } from '../../testing/plain-rows.js'
import type { Item } from '../../types.js'
import { ItemTable } from './item-table.js'

/** Few ids, so that changes meet; some are no ASCII, some differ in one unit. */
const id = fc.constantFrom('a', 'b', 'aa', 'ab', 'é', '\ud800', '\udc00', '日本', '__proto__', 'x'.repeat(512))
const change = fc.record({ kind: fc.constantFrom('own', 'row', 'remove'), id, popularity: fc.nat(9) })

function expectSame(table: ItemTable, model: ReadonlyMap<string, Item>) {
  expect(table.count).toBe(model.size)
  for (const [key, item] of model) {
    const index = table.indexOf(key)
    expect(index).toBeGreaterThanOrEqual(0)
    expect(index).toBeLessThan(table.extent)
    expect(table.holds(index)).toBe(true)
    expect(table.idAt(index)).toBe(key)
    expect(table.itemAt(index)).toEqual(item)
  }
  const seen = new Map<string, Item>()
  table.forEach((item, index) => {
    expect(table.indexOf(item.id)).toBe(index)
    seen.set(item.id, item)
  })
  expect(seen).toEqual(model)
}

describe('a table of items', () => {
  test('holds what a map holds, under any changes, whatever is an object and what a row', () => {
    fc.assert(
      fc.property(fc.array(change, { maxLength: 60 }), fc.boolean(), (changes, reuse) => {
        const table = new ItemTable({ reuse })
        const model = new Map<string, Item>()
        for (const { kind, id: key, popularity } of changes) {
          const item = { id: key, popularity }
          const before = table.indexOf(key)
          if (kind === 'remove') {
            expect(table.remove(key)).toBe(before)
            expect(table.indexOf(key)).toBe(-1)
            expect(table.holds(before)).toBe(false)
            model.delete(key)
          } else {
            const others = { id: 'not put' }
            const index = kind === 'own' ? table.put(item) : table.putRow(new PlainRows([others, item]), 1)
            if (before >= 0) expect(index).toBe(before)
            model.set(key, item)
          }
        }
        expectSame(table, model)
        expect(table.indexOf('nobody')).toBe(-1)
        expect(table.indexOf('')).toBe(-1)
      }),
      { numRuns: 300 },
    )
  })

  test('finds each of many ids, before and after it has grown, and after half of them went', () => {
    const items = Array.from({ length: 5_000 }, (_, k) => ({ id: `item-${String(k).padStart(7, '0')}` }))
    const [grown, reserved] = [new ItemTable(), new ItemTable()]
    reserved.reserve(items.length)
    const rows = new PlainRows(items)
    for (let row = 0; row < items.length; row += 1) {
      expect(grown.putRow(rows, row)).toBe(row)
      expect(reserved.putRow(rows, row)).toBe(row)
    }
    for (const table of [grown, reserved]) {
      for (let row = 0; row < items.length; row += 2) expect(table.remove(items[row]?.id ?? '')).toBe(row)
      items.forEach(({ id: key }, row) => {
        expect(table.indexOf(key)).toBe(row % 2 === 0 ? -1 : row)
      })
    }
  })

  test('gives an index of a removed item to a later one, or never again', () => {
    const [reusing, keeping] = [new ItemTable(), new ItemTable({ reuse: false })]
    for (const table of [reusing, keeping]) {
      table.put({ id: 'a' })
      table.put({ id: 'b' })
      table.remove('a')
    }
    expect(reusing.put({ id: 'c' })).toBe(0)
    expect(keeping.put({ id: 'c' })).toBe(2)
    expect(keeping.put({ id: 'a' })).toBe(3)
    expect(keeping.extent).toBe(4)
  })

  test('and its copy change apart from each other, and from what they were made of', () => {
    fc.assert(
      fc.property(
        fc.array(change, { maxLength: 20 }),
        fc.array(fc.tuple(change, fc.boolean()), { maxLength: 20 }),
        (before, after) => {
          const table = new ItemTable()
          const model = new Map<string, Item>()
          const apply = (
            to: ItemTable,
            known: Map<string, Item>,
            { kind, id: key, popularity }: (typeof before)[number],
          ) => {
            const item = { id: key, popularity }
            if (kind === 'remove') to.remove(key)
            else if (kind === 'own') to.put(item)
            else to.putRow(new PlainRows([item]), 0)
            if (kind === 'remove') known.delete(key)
            else known.set(key, item)
          }
          for (const one of before) apply(table, model, one)
          const [copy, copied] = [table.copy(), new Map(model)]
          for (const [one, first] of after) apply(first ? table : copy, first ? model : copied, one)
          expectSame(table, model)
          expectSame(copy, copied)
        },
      ),
    )
  })

  test('that only has rows is the same when it is taken up from its numbers', () => {
    const rows = new PlainRows([{ id: 'a', popularity: 1 }, { id: 'b' }, { id: 'é' }])
    const table = new ItemTable({ reuse: false })
    for (let row = 0; row < rows.count; row += 1) table.putRow(rows, row)
    table.remove('b')
    const again = new ItemTable({ reuse: false })
    again.takeUp(table.numbers, [rows])
    expectSame(
      again,
      new Map([
        ['a', { id: 'a', popularity: 1 }],
        ['é', { id: 'é' }],
      ]),
    )
    expect([again.indexOf('é'), again.rowAt(2), again.rowAt(1), again.putRow(new PlainRows([{ id: 'b' }]), 0)]).toEqual(
      [2, 2, -1, 3],
    )
    expect(again.rowAt(3)).toBe(3)
  })

  test('makes no item to find one, and one that is asked for again is the same object', () => {
    const rows = new PlainRows([{ id: 'a' }, { id: 'b' }])
    const table = new ItemTable()
    table.putRow(rows, 0)
    table.putRow(rows, 1)
    expect([table.indexOf('b'), table.idAt(0), rows.made]).toEqual([1, 'a', 0])
    expect(table.itemAt(1)).toBe(table.itemAt(1))
    expect(rows.made).toBe(1)
    table.put({ id: 'b', title: 'Another' })
    expect(table.itemAt(1)?.title).toBe('Another')
    table.putRow(rows, 1)
    expect(table.itemAt(1)).toEqual({ id: 'b' })
  })
})
