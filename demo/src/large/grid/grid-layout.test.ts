import fc from 'fast-check'
import { expect, test } from 'vitest'
import { heightOf, layoutFor, placeOf, rowsInView, rowsOf } from './grid-layout.js'

const widths = fc.double({ min: 240, max: 4_000, noNaN: true })
const rems = fc.constantFrom(12, 16, 20, 32)
const counts = fc.integer({ min: 1, max: 1_000_000 })

test('cards fill the width, whatever it is', () => {
  fc.assert(
    fc.property(widths, rems, (width, rem) => {
      const { columns, cardWidth, gap } = layoutFor(width, rem)
      expect(columns).toBeGreaterThanOrEqual(1)
      expect(columns * cardWidth + (columns - 1) * gap).toBeCloseTo(width, 6)
    }),
  )
})

test('a phone shows two cards side by side, a desk five', () => {
  expect(layoutFor(390 - 28, 16).columns).toBe(2)
  expect(layoutFor(1_200, 16).columns).toBe(5)
})

test('every card in the window is drawn, and few others', () => {
  fc.assert(
    fc.property(widths, rems, counts, fc.double({ min: 0, max: 1, noNaN: true }), (width, rem, count, share) => {
      const layout = layoutFor(width, rem)
      const rows = rowsOf(count, layout)
      const [windowHeight, top] = [800, share * heightOf(rows, layout)]
      const { first, last } = rowsInView(rows, layout, top, windowHeight)
      for (let row = 0; row < Math.min(rows, 10_000); row += 1) {
        const { top: above } = placeOf(row * layout.columns, layout)
        const inSight = above + layout.cardHeight > top && above < top + windowHeight
        if (inSight) expect(row >= first && row <= last, `row ${row}`).toBe(true)
      }
      expect(last - first).toBeLessThanOrEqual(windowHeight / layout.cardHeight + 6)
    }),
    { numRuns: 50 },
  )
})

test('the grid ends where browsers end, however many cards there are', () => {
  const layout = layoutFor(360, 16)
  expect(heightOf(rowsOf(1_000_000, layout), layout)).toBeLessThanOrEqual(15_000_000)
  expect(rowsOf(10_000, layout)).toBe(5_000)
  expect(rowsOf(0, layout)).toBe(0)
  expect(heightOf(0, layout)).toBe(0)
})
