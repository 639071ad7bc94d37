import { PicksStrip } from '../onboarding/picks-strip.js'
import { listing } from '../state/listing.js'
import { isDismissed, marks } from '../state/marks.js'
import { SteerBar } from '../steer/steer-bar.js'
import { ListHead } from './list-head.js'
import { ListState } from './list-state.js'
import { More } from './more.js'
import { Postcard } from './postcard.js'
import { RefreshPill } from './refresh-pill.js'

/** How many pictures are certainly in view at first. */
const EAGER = 6

export function ListView() {
  const { entries, state, kind } = listing.value
  void marks.value
  const shown = entries.filter(({ item }) => !isDismissed(item.id))
  return (
    <section class="list" aria-labelledby="list-title" aria-busy={state === 'loading'} data-testid={kind}>
      <ListHead />
      <SteerBar />
      <PicksStrip />
      <ListState />
      {shown.length > 0 && (
        <ul class={state === 'loading' ? 'cards cards-waiting' : 'cards'}>
          {shown.map((entry, index) => (
            <Postcard
              key={entry.item.id}
              recommendation={entry}
              eager={index < EAGER}
              lead={kind === 'feed' && index === 0}
            />
          ))}
        </ul>
      )}
      {state !== 'loading' && state !== 'failed' && <More />}
      <RefreshPill />
    </section>
  )
}
