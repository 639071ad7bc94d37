import type { Recommendation } from 'locavore'
import { useId } from 'preact/hooks'
import { hrefOf, showItem } from '../state/navigation.js'
import { captionOf, reasonWords } from './caption.js'
import { Picture } from './picture.js'

function Title({ item }: Pick<Recommendation, 'item'>) {
  const { title, language, direction } = captionOf(item)
  return (
    <span lang={language} dir={direction}>
      {title}
    </span>
  )
}

/** What ties it to another in the catalogue, where something does: likeness needs no words beside a picture. */
function Tie({ reasons }: Pick<Recommendation, 'reasons'>) {
  const tie = reasons.find(({ kind }) => kind === 'related-by')
  return tie === undefined ? null : <span class="quiet">{reasonWords(tie)}</span>
}

function Card({ entry, testId }: { readonly entry: Recommendation; readonly testId: string }) {
  const { item, reasons } = entry
  return (
    <li data-item-id={item.id} data-testid={testId}>
      <a
        href={hrefOf(item.id)}
        title={reasons[0] && reasonWords(reasons[0])}
        onClick={(event) => {
          event.preventDefault()
          showItem(item.id)
        }}
      >
        <Picture item={item} />
        <Title item={item} />
        <Tie reasons={reasons} />
      </a>
    </li>
  )
}

interface StripProps {
  readonly title: string
  readonly entries: readonly Recommendation[]
  /** `related` for a strip whose cards are found as `related`, and the strip itself as `related-strip`. */
  readonly testId: string
}

/** A list of one question, as a row of small postcards to move along. */
export function Strip({ title, entries, testId }: StripProps) {
  const id = useId()
  return (
    <section class="strip" aria-labelledby={id}>
      <h3 id={id}>{title}</h3>
      <ul class="strip-cards" data-testid={`${testId}-strip`}>
        {entries.map((entry) => (
          <Card key={entry.item.id} entry={entry} testId={testId} />
        ))}
      </ul>
    </section>
  )
}

const WAITING = [1, 2, 3, 4, 5]

/** A strip whose postcards are still to come. */
export function WaitingStrip({ title }: { readonly title: string }) {
  return (
    <section class="strip">
      <h3>{title}</h3>
      <ul class="strip-cards" aria-hidden="true">
        {WAITING.map((each) => (
          <li key={each} class="postcard-skeleton">
            <span class="picture" />
            <span class="bone" />
          </li>
        ))}
      </ul>
    </section>
  )
}
