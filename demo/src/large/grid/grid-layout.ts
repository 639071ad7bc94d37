/** How cards of one size stand in rows, in CSS pixels. */
export interface GridLayout {
  readonly columns: number
  readonly cardWidth: number
  readonly cardHeight: number
  readonly gap: number
}

/** The first and the last row that are drawn. */
export interface RowSpan {
  readonly first: number
  readonly last: number
}

/** Rows beyond the window on each side: the focus can always step on to the next card. */
const BEYOND = 2
/** Below what every browser can scroll: Firefox ends before 18 million pixels, Chromium and Safari before 34. */
const MOST_HEIGHT = 15_000_000
/** Words and buttons below a picture, in units of the page's type. */
const BODY_REM = 8.25
/** A card's own margin beside its picture, both sides. */
const INSET_REM = 1

/**
 * @param width of the grid
 * @param rem size of the page's type
 */
export function layoutFor(width: number, rem: number): GridLayout {
  const narrow = width < 30 * rem
  const gap = narrow ? 0.75 * rem : 1.25 * rem
  const least = narrow ? 9.25 * rem : 13 * rem
  const columns = Math.max(1, Math.floor((width + gap) / (least + gap)))
  const cardWidth = (width - gap * (columns - 1)) / columns
  return { columns, cardWidth, gap, cardHeight: Math.ceil((cardWidth - INSET_REM * rem) * 0.75 + BODY_REM * rem) }
}

const rowHeight = ({ cardHeight, gap }: GridLayout): number => cardHeight + gap

/** Rows that `count` cards fill, as far as a browser can scroll. */
export function rowsOf(count: number, layout: GridLayout): number {
  return Math.min(Math.ceil(count / layout.columns), Math.floor(MOST_HEIGHT / rowHeight(layout)))
}

export function heightOf(rows: number, layout: GridLayout): number {
  return rows === 0 ? 0 : rows * rowHeight(layout) - layout.gap
}

/**
 * The rows in a window, and a few beyond it; never outside the grid.
 *
 * @param top how far the window's upper edge is below that of the grid; negative above it
 */
export function rowsInView(rows: number, layout: GridLayout, top: number, windowHeight: number): RowSpan {
  const height = rowHeight(layout)
  const within = (row: number): number => Math.max(0, Math.min(rows - 1, row))
  return {
    first: within(Math.floor(top / height) - BEYOND),
    last: within(Math.floor((top + windowHeight) / height) + BEYOND),
  }
}

/** Where the card of an index stands, from the grid's upper edge and the side on which lines begin. */
export function placeOf(index: number, layout: GridLayout): { readonly start: number; readonly top: number } {
  const { columns, cardWidth, gap } = layout
  return {
    start: (index % columns) * (cardWidth + gap),
    top: Math.floor(index / columns) * rowHeight(layout),
  }
}
