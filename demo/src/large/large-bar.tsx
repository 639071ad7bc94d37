import type { TargetedSubmitEvent } from 'preact'
import { lastListTook } from '../state/listing.js'
import { largeCount } from '../state/session.js'
import { addressOfSize, inFigures, LEAST, MOST } from './catalogue-size.js'
import { memory, taken } from './large-state.js'

function Figures({ count }: { readonly count: number }) {
  const { items, whole } = taken.value
  const took = lastListTook.value
  return (
    <dl class="large-figures" data-testid="large-figures">
      <div>
        <dt>Postcards</dt>
        <dd data-testid="large-items" data-items={items} data-whole={whole}>
          {whole ? inFigures(items) : `${inFigures(items)} of ${inFigures(count)}`}
        </dd>
      </div>
      <div>
        <dt>Last list</dt>
        <dd>{took === undefined ? '–' : `${inFigures(Math.round(took))} ms`}</dd>
      </div>
      <div>
        <dt>Memory</dt>
        <dd title="Of this page and its workers, as the browser measures it now and then">
          {memory.value === undefined ? 'not told yet' : `${inFigures(Math.round(memory.value / 1e6))} MB`}
        </dd>
      </div>
    </dl>
  )
}

function AnotherSize({ count }: { readonly count: number }) {
  const go = (event: TargetedSubmitEvent<HTMLFormElement>): void => {
    event.preventDefault()
    const wanted = new FormData(event.currentTarget).get('count')
    location.assign(addressOfSize(Number(wanted)))
  }
  return (
    <form class="large-size" onSubmit={go}>
      <label>
        <span>Another number</span>
        <input type="number" name="count" min={LEAST} max={MOST} step={1} required defaultValue={String(count)} />
      </label>
      <button type="submit" class="chip">
        Make them
      </button>
      <a class="chip" href={addressOfSize(undefined)}>
        Back to the small collection
      </a>
    </form>
  )
}

/** What stands above the feed of a large catalogue: how large, how quick, how much room, and what it is. */
export function LargeBar() {
  if (largeCount === undefined) return null
  return (
    <section class="large-bar" aria-label="A large collection" data-testid="large-bar">
      <Figures count={largeCount} />
      <details>
        <summary>How these postcards are made</summary>
        <p>
          Each comes from a number, on this device: its attributes, its words in twelve languages, and its picture,
          which is drawn when its card comes into view. What likes and searches follow is made from words as well: the
          model's vectors for the words of its attributes, added up, with a little noise. No picture was read for it, as
          it was for the small collection, so a search finds attributes, and not what else a picture may show.
        </p>
        <p>What you do here is kept apart from the small collection, and on this device only, like all of it.</p>
        <AnotherSize count={largeCount} />
      </details>
    </section>
  )
}
