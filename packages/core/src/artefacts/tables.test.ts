import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { randomArtefacts } from '../testing/random-artefacts.js'
import { mapContent } from './content-map.js'
import { ContentTable } from './content-table.js'
import { ItemWeights } from './item-weights.js'

describe('item weights', () => {
  it('add one row in the direction they were shipped in', () => {
    fc.assert(
      fc.property(fc.nat(1000), fc.nat(29), fc.double({ min: -2, max: 2, noNaN: true }), (seed, item, factor) => {
        const { shipped, weights } = randomArtefacts(seed)
        // Every second item has a place, in reverse order.
        const slots = Int32Array.from({ length: 30 }, (_, i) => (i % 2 === 0 ? 14 - i / 2 : -1))
        const out = new Float64Array(15).fill(1)
        const sum = shipped.itemWeights.addRow(item, factor, slots, out)
        slots.forEach((slot, to) => {
          const expected = factor * (weights[item]?.[to] ?? 0)
          if (slot >= 0) expect(out[slot]).toBeCloseTo(1 + expected, 10)
          expect(shipped.itemWeights.weight(item, to)).toBeCloseTo(weights[item]?.[to] ?? 0, 10)
        })
        expect(sum).toBeCloseTo(
          out.reduce((total, value) => total + value - 1, 0),
          8,
        )
      }),
    )
  })

  it('may be plain numbers', () => {
    const itemWeights = new ItemWeights({
      perItem: 2,
      ids: Int32Array.of(1, 0, 0, 1),
      weights: Float32Array.of(0.5, 0, -0.25, 0),
    })
    expect([itemWeights.weight(0, 1), itemWeights.weight(1, 0), itemWeights.weight(1, 1)]).toEqual([0.5, -0.25, 0])
  })

  it('may have rows of any length', () => {
    const itemWeights = new ItemWeights({
      starts: Int32Array.of(0, 2, 2, 3),
      ids: Int32Array.of(1, 2, 0),
      weights: Float32Array.of(0.5, -0.25, 1),
    })
    expect(itemWeights.count).toBe(3)
    expect([itemWeights.weight(0, 2), itemWeights.weight(1, 0), itemWeights.weight(2, 0)]).toEqual([-0.25, 0, 1])
    for (const starts of [[0, 2], [1, 2, 3], [0, 3, 2, 3], [0, 1, 4], []]) {
      const input = { ids: Int32Array.of(0, 0, 0), weights: new Float32Array(3), starts: Int32Array.from(starts) }
      expect(() => new ItemWeights(input)).toThrow(/Check the starts/)
    }
  })

  it('are refused where they do not fit', () => {
    const ids = Int32Array.of(1, 0)
    const weights = new Int8Array(2)
    const scales = new Float32Array(2)
    expect(() => new ItemWeights({ perItem: 1, ids, weights })).toThrow(/without a scale per row/)
    expect(() => new ItemWeights({ perItem: 1, ids: Int32Array.of(1), weights, scales })).toThrow(/one id per weight/)
    expect(() => new ItemWeights({ perItem: 1, ids, weights, scales: new Float32Array(1) })).toThrow(/2 rows/)
    expect(() => new ItemWeights({ perItem: 1, ids: Int32Array.of(0, 2), weights, scales })).toThrow(/item 2 of 2/)
    expect(() => new ItemWeights({ perItem: 0, ids, weights, scales })).toThrow(/Check the shape/)
  })
})

describe('content', () => {
  it('compares exactly, whatever the cache forgets', () => {
    const { content } = randomArtefacts(3)
    const table = new ContentTable(Float32Array.from(content.flat()), 3, 2 * 4 * 30)
    for (const item of [0, 1, 2, 0, 1, 2, 2, 0]) {
      const cosines = table.cosines(item)
      content.forEach((vector, other) => {
        const expected = vector.reduce((sum, value, d) => sum + value * (content[item]?.[d] ?? 0), 0)
        expect(cosines[other]).toBeCloseTo(expected, 6)
      })
    }
  })

  it('leads to factors, by hand', () => {
    const table = new ContentTable(Float32Array.of(1, 0, 0, 1), 2)
    const map = { weight: Float32Array.of(1, 2, 3, 4, 5, 6), bias: Float32Array.of(0.5, 0, -1) }
    const out = new Float32Array(3)
    mapContent(table, 1, map, out)
    expect([...out]).toEqual([4.5, 5, 5])
    expect(() => mapContent(table, 1, { ...map, bias: Float32Array.of(0, 0) }, new Float32Array(2))).toThrow(
      /do not lead from 2 to 2/,
    )
  })

  it('must be there to be a table', () => {
    expect(() => new ContentTable(new Float32Array(0), 2)).toThrow(/Leave them out/)
  })
})
