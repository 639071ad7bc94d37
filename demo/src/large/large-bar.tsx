import type { TargetedSubmitEvent } from 'preact'
import { say } from '../language/texts.js'
import { lastListTook } from '../state/listing.js'
import { largeCount } from '../state/session.js'
import { addressOfSize, LEAST, MOST } from './catalogue-size.js'
import { inFigures } from './figures.js'
import { memory, taken } from './large-state.js'

function Figures({ count }: { readonly count: number }) {
  const { large } = say()
  const { items, whole } = taken.value
  const took = lastListTook.value
  return (
    <dl class="large-figures" data-testid="large-figures">
      <div>
        <dt>{large.postcards}</dt>
        <dd data-testid="large-items" data-items={items} data-whole={whole}>
          {whole ? inFigures(items) : large.of(inFigures(items), inFigures(count))}
        </dd>
      </div>
      <div>
        <dt>{large.lastList}</dt>
        <dd>
          <bdi>{took === undefined ? '–' : `${inFigures(took)} ms`}</bdi>
        </dd>
      </div>
      <div>
        <dt>{large.memory}</dt>
        <dd title={large.memoryHint}>
          <bdi>{memory.value === undefined ? large.notTold : `${inFigures(memory.value / 1e6)} MB`}</bdi>
        </dd>
      </div>
    </dl>
  )
}

function AnotherSize({ count }: { readonly count: number }) {
  const { large } = say()
  const go = (event: TargetedSubmitEvent<HTMLFormElement>): void => {
    event.preventDefault()
    const wanted = new FormData(event.currentTarget).get('count')
    location.assign(addressOfSize(Number(wanted)))
  }
  return (
    <form class="large-size" onSubmit={go}>
      <label>
        <span>{large.another}</span>
        <input type="number" name="count" min={LEAST} max={MOST} step={1} required defaultValue={String(count)} />
      </label>
      <button type="submit" class="chip">
        {large.make}
      </button>
      <a class="chip" href={addressOfSize(undefined)}>
        {large.back}
      </a>
    </form>
  )
}

/** What stands above the feed of a large catalogue: how large, how quick, how much room, and what it is. */
export function LargeBar() {
  if (largeCount === undefined) return null
  const { large } = say()
  return (
    <section class="large-bar" aria-label={large.bar} data-testid="large-bar">
      <Figures count={largeCount} />
      <details>
        <summary data-testid="large-how">{large.how}</summary>
        <p>{large.made}</p>
        <p>{large.apart}</p>
        <AnotherSize count={largeCount} />
      </details>
    </section>
  )
}
