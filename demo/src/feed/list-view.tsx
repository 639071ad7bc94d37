import { Fragment } from 'preact'
import { filter } from '../filters/choices.js'
import { CardGrid } from '../large/grid/card-grid.js'
import { LargeBar } from '../large/large-bar.js'
import { WrongSize } from '../large/wrong-size.js'
import { PicksStrip } from '../onboarding/picks-strip.js'
import { ShelfRow } from '../shelves/shelf-row.js'
import { listing } from '../state/listing.js'
import { isDismissed, marks } from '../state/marks.js'
import { largeCount } from '../state/session.js'
import { SteerBar } from '../steer/steer-bar.js'
import { ListHead } from './list-head.js'
import { ListState } from './list-state.js'
import { More } from './more.js'
import { Postcard } from './postcard.js'
import { RefreshPill } from './refresh-pill.js'

/** How many pictures are certainly in view at first. */
const EAGER = 6
/** Postcards before the shelves: with the large first one they fill rows of four. */
const SHELVES_AFTER = 9

function Cards() {
  const { entries, state, kind } = listing.value
  void marks.value
  const shown = entries.filter(({ item }) => !isDismissed(item.id))
  if (shown.length === 0) return null
  const waiting = state === 'loading'
  const atHome = kind === 'feed' && filter.value === undefined
  if (largeCount !== undefined) return <CardGrid entries={shown} waiting={waiting} />
  return (
    <ul class={waiting ? 'cards cards-waiting' : 'cards'}>
      {shown.map((entry, index) => (
        <Fragment key={entry.item.id}>
          <Postcard recommendation={entry} eager={index < EAGER} lead={kind === 'feed' && index === 0} />
          {atHome && index === Math.min(SHELVES_AFTER, shown.length) - 1 && <ShelfRow />}
        </Fragment>
      ))}
    </ul>
  )
}

export function ListView() {
  const { state, kind } = listing.value
  return (
    <section class="list" aria-labelledby="list-title" aria-busy={state === 'loading'} data-testid={kind}>
      <WrongSize />
      <LargeBar />
      <ListHead />
      <SteerBar />
      <PicksStrip />
      <ListState />
      <Cards />
      {state !== 'loading' && state !== 'failed' && <More />}
      <RefreshPill />
    </section>
  )
}
