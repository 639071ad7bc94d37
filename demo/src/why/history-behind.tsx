import type { Explanation, Item } from 'locavore'
import { titleOf } from '../feed/caption.js'
import { Picture } from '../feed/picture.js'
import { say } from '../language/texts.js'
import { deedWords } from '../panel/deeds.js'
import { shareWords } from './part-names.js'
import { ShareBar } from './share-bar.js'

type Contribution = Explanation['history'][number]

interface HistoryBehindProps {
  readonly history: Explanation['history']
  readonly items: ReadonlyMap<string, Item>
}

const SHOWN = 6

function strongest({ byModality }: Contribution): keyof Contribution['byModality'] | undefined {
  const shares = Object.entries(byModality) as [keyof Contribution['byModality'], number][]
  return shares.sort(([, a], [, b]) => Math.abs(b) - Math.abs(a))[0]?.[0]
}

/** The person's own deeds that moved this postcard, the strongest first. */
export function HistoryBehind({ history, items }: HistoryBehindProps) {
  if (history.length === 0) return null
  const most = Math.max(...history.map(({ value }) => Math.abs(value)), 0)
  return (
    <section class="behind" aria-label={say().why.history}>
      <h3>{say().why.history}</h3>
      <ol data-testid="why-history">
        {history.slice(0, SHOWN).map((each) => {
          const item = items.get(each.itemId)
          const modality = strongest(each)
          return (
            <li key={each.sequence} data-item-id={each.itemId}>
              {item !== undefined && <Picture item={item} />}
              <span class="behind-words">
                <span>
                  {deedWords(each.type)} <strong>{item === undefined ? say().common.gone : titleOf(item)}</strong>
                </span>
                {modality !== undefined && <span class="quiet">{say().why.mostly[modality]}</span>}
              </span>
              <ShareBar value={each.value} most={most} tone={modality ?? 'taste'} />
              <span class="number">{shareWords(each.value)}</span>
            </li>
          )
        })}
      </ol>
    </section>
  )
}
