import { useSignal } from '@preact/signals'
import type { Recommendation } from 'locavore'
import { useRef } from 'preact/hooks'
import { listing } from '../../state/listing.js'
import { heightOf, placeOf, rowsOf } from './grid-layout.js'
import { LargeCard } from './large-card.js'
import { type GridView, useRowSpan } from './use-row-span.js'

interface CardGridProps {
  readonly entries: readonly Recommendation[]
  /** True while another list is being made. */
  readonly waiting: boolean
}

/** Indexes that are drawn: those in sight, and the one that has the focus wherever it is, in their order. */
function drawnIndexes({ layout, rows }: GridView, count: number, held: number): readonly number[] {
  const first = rows.first * layout.columns
  const end = Math.min(count, (rows.last + 1) * layout.columns)
  const seen = Array.from({ length: Math.max(0, end - first) }, (_, at) => first + at)
  if (held < 0 || (held >= first && held < end)) return seen
  return held < first ? [held, ...seen] : [...seen, held]
}

const itemIdAt = (target: EventTarget | null): string | undefined =>
  target instanceof Element ? target.closest<HTMLElement>('li[data-item-id]')?.dataset['itemId'] : undefined

/**
 * Any number of cards, of which those in sight are in the page. The one that has the focus stays when it is scrolled away, so
 * that the focus is never lost.
 */
export function CardGrid({ entries, waiting }: CardGridProps) {
  const grid = useRef<HTMLUListElement>(null)
  const focused = useSignal<string | undefined>(undefined)
  const view = useRowSpan(grid, entries.length).value
  const complete = listing.value.page?.hasMore !== true
  const held = focused.value === undefined ? -1 : entries.findIndex(({ item }) => item.id === focused.value)
  const height = view === undefined ? 0 : heightOf(rowsOf(entries.length, view.layout), view.layout)
  return (
    <ul
      ref={grid}
      class={waiting ? 'large-grid cards-waiting' : 'large-grid'}
      style={{ height: `${height}px` }}
      aria-labelledby="list-title"
      data-testid="large-grid"
      data-count={entries.length}
      onFocusIn={({ target }) => {
        focused.value = itemIdAt(target)
      }}
      onFocusOut={({ relatedTarget }) => {
        focused.value = itemIdAt(relatedTarget)
      }}
    >
      {view !== undefined &&
        drawnIndexes(view, entries.length, held).map((index) => {
          const recommendation = entries[index]
          if (recommendation === undefined) return null
          const { layout } = view
          return (
            <LargeCard
              key={recommendation.item.id}
              recommendation={recommendation}
              place={index + 1}
              of={complete ? entries.length : -1}
              {...placeOf(index, layout)}
              width={layout.cardWidth}
              height={layout.cardHeight}
            />
          )
        })}
    </ul>
  )
}
