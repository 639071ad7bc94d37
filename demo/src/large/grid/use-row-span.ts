import { type Signal, useSignal } from '@preact/signals'
import type { RefObject } from 'preact'
import { useLayoutEffect } from 'preact/hooks'
import { type GridLayout, layoutFor, type RowSpan, rowsInView, rowsOf } from './grid-layout.js'

/** The layout a grid has room for, and the rows of it that are in sight. */
export interface GridView {
  readonly layout: GridLayout
  readonly rows: RowSpan
}

const isSame = (one: GridView | undefined, other: GridView): boolean =>
  one !== undefined &&
  one.rows.first === other.rows.first &&
  one.rows.last === other.rows.last &&
  one.layout.cardWidth === other.layout.cardWidth &&
  one.layout.cardHeight === other.layout.cardHeight

function viewOf(grid: HTMLElement, count: number): GridView {
  const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize)
  const { top, width } = grid.getBoundingClientRect()
  const layout = layoutFor(width, rem)
  return { layout, rows: rowsInView(rowsOf(count, layout), layout, -top, innerHeight) }
}

/** Follows the window over the grid: at most once a frame, and only rows that change are told. */
export function useRowSpan(grid: RefObject<HTMLElement | null>, count: number): Signal<GridView | undefined> {
  const view = useSignal<GridView | undefined>(undefined)
  useLayoutEffect(() => {
    let frame = 0
    const look = (): void => {
      frame = 0
      if (grid.current === null) return
      const next = viewOf(grid.current, count)
      if (!isSame(view.peek(), next)) view.value = next
    }
    const soon = (): void => {
      if (frame === 0) frame = requestAnimationFrame(look)
    }
    look()
    addEventListener('scroll', soon, { passive: true })
    // What stands above the grid may grow, too.
    const sizes = new ResizeObserver(soon)
    sizes.observe(document.body)
    return () => {
      cancelAnimationFrame(frame)
      removeEventListener('scroll', soon)
      sizes.disconnect()
    }
  }, [count])
  return view
}
