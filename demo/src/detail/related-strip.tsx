import type { Recommendation } from 'locavore'
import { captionOf } from '../feed/caption.js'
import { Picture } from '../feed/picture.js'
import { say } from '../language/texts.js'
import { hrefOf, showItem } from '../state/navigation.js'
import { openPostcard } from './open-postcard.js'

function Title({ item }: Pick<Recommendation, 'item'>) {
  const { title, language, direction } = captionOf(item)
  return (
    <span lang={language} dir={direction}>
      {title}
    </span>
  )
}

function RelatedCard({ item }: Pick<Recommendation, 'item'>) {
  return (
    <li data-item-id={item.id} data-testid="related">
      <a
        href={hrefOf(item.id)}
        onClick={(event) => {
          event.preventDefault()
          showItem(item.id)
        }}
      >
        <Picture item={item} />
        <Title item={item} />
      </a>
    </li>
  )
}

const WAITING = [1, 2, 3, 4, 5]

/** Postcards of the same kind, as a strip to move along. */
export function RelatedStrip() {
  const open = openPostcard.value
  if (open === undefined) return null
  return (
    <section class="related" aria-label={say().detail.related}>
      <h3>{say().detail.related}</h3>
      {open.state === 'failed' && <p role="alert">{open.problem}</p>}
      {open.state === 'loading' && (
        <ul class="related-strip" aria-hidden="true">
          {WAITING.map((each) => (
            <li key={each} class="postcard-skeleton">
              <span class="picture" />
              <span class="bone" />
            </li>
          ))}
        </ul>
      )}
      {open.state === 'ready' && (
        <ul class="related-strip" data-testid="related-strip">
          {open.related.map(({ item }) => (
            <RelatedCard key={item.id} item={item} />
          ))}
        </ul>
      )}
    </section>
  )
}
