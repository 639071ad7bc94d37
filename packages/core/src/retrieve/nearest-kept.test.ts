import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createWorld } from '../testing/worlds.js'
import { quantise } from '../vector/quantise.js'
import { nearestKept } from './nearest-kept.js'

const ITEMS = 300

const anyAsked = fc.record({
  items: fc.uniqueArray(fc.nat(ITEMS - 1), { maxLength: 5 }),
  hidden: fc.uniqueArray(fc.nat(ITEMS - 1), { maxLength: 150 }),
  each: fc.integer({ min: 1, max: 120 }),
  changes: fc.boolean(),
})

describe('neighbours that are kept', () => {
  it('are what a search for what is allowed finds, list after list, whatever is hidden and changed between', () => {
    const { catalogue } = createWorld({ items: ITEMS, seed: 2 })
    const rows = catalogue.modality('text')
    if (rows === undefined) throw new Error('the items have texts')
    const open = Uint8Array.from({ length: ITEMS }, (_, index) => (index % 4 === 3 ? 0 : 1))
    fc.assert(
      fc.property(anyAsked, ({ items, hidden, each, changes }) => {
        if (changes)
          catalogue.embed(
            'i5',
            'text',
            quantise(
              Float32Array.from({ length: 24 }, (_, d) => d - each),
              24,
            ),
          )
        const allowed = open.slice()
        for (const index of hidden) allowed[index] = 0
        const centroid = rows.centredRow(7)
        const vectors = [centroid, ...items.map((index) => rows.centredRow(index))]
        const asked = { rows, vectors, items: [undefined, ...items] }
        const found = nearestKept(asked, each, { allowed, open }).map((near) => Array.from(near))
        expect(found).toEqual(rows.nearest(vectors, each, allowed).map((near) => Array.from(near)))
      }),
      { numRuns: 200 },
    )
  })

  it('are left to the search where a vector has no direction', () => {
    const { catalogue } = createWorld({ items: 40 })
    const rows = catalogue.modality('text')
    if (rows === undefined) throw new Error('the items have texts')
    const allowed = new Uint8Array(40).fill(1)
    const asked = { rows, vectors: [new Float32Array(24), rows.centredRow(3)], items: [undefined, 3] }
    expect(nearestKept(asked, 5, { allowed, open: allowed })).toEqual(rows.nearest(asked.vectors, 5, allowed))
  })
})
