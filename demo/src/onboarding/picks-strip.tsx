import type { Item } from 'locavore'
import { useEffect } from 'preact/hooks'
import { titleOf } from '../feed/caption.js'
import { Picture } from '../feed/picture.js'
import { say } from '../language/texts.js'
import { refresh } from '../state/listing.js'
import { hasMark, toggleMark } from '../state/marks.js'
import { Icon } from '../ui/icon.js'
import { answered, asking, ENOUGH, finishPicks, noteAnswer, picks, readPicks } from './picks.js'

function Pick({ item }: { readonly item: Item }) {
  const liked = hasMark(item.id, 'like')
  return (
    <li>
      <button
        type="button"
        class="pick"
        aria-pressed={liked}
        aria-label={say().card.likeThis(titleOf(item))}
        onClick={() => {
          noteAnswer()
          void toggleMark({ item }, 'like')
        }}
      >
        <Picture item={item} eager />
        <Icon name="like" filled={liked} />
      </button>
    </li>
  )
}

/** A few postcards from all over the catalogue to begin with. */
export function PicksStrip() {
  const shown = asking.value
  useEffect(() => {
    if (shown) void readPicks().catch(() => undefined)
  }, [shown])
  if (!shown || picks.value.length === 0) return null
  const count = answered.value
  const picksWords = say().picks
  const done = (): void => {
    finishPicks()
    void refresh()
  }
  return (
    <section class="picks" aria-label={picksWords.label} data-testid="picks">
      <header>
        <p>
          <strong>{picksWords.question}</strong>{' '}
          <span class="quiet">{count === 0 ? picksWords.enough : picksWords.liked(count)}</span>
        </p>
        <button type="button" class={count >= ENOUGH ? 'button button-strong' : 'button button-quiet'} onClick={done}>
          {count === 0 ? picksWords.skip : picksWords.done}
        </button>
      </header>
      <ul>
        {picks.value.map((item) => (
          <Pick key={item.id} item={item} />
        ))}
      </ul>
    </section>
  )
}
