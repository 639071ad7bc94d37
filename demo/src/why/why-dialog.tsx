import type { Explanation } from 'locavore'
import { titleOf } from '../feed/caption.js'
import { Picture } from '../feed/picture.js'
import { queryMedium, queryText } from '../search/query.js'
import { listing } from '../state/listing.js'
import { Dialog } from '../ui/dialog.js'
import { type Why, why } from './explanation.js'
import { forgetFit, type Sought, soughtItem, soughtWords } from './fit.js'
import { FitSection } from './fit-section.js'
import { HistoryBehind } from './history-behind.js'
import { PartsChart } from './parts-chart.js'

function placeWords({ rankByScore, position }: Explanation): string {
  const [rank, shown] = [rankByScore + 1, position + 1]
  if (rank === shown) return `Number ${rank} by score, and shown there.`
  return `Number ${rank} by score; shown as number ${shown}, so that neighbours differ.`
}

/** What led to an item: the words that were asked with, or the postcard that gave most to its score. */
function soughtIn({ explanation, items }: Why): Sought | undefined {
  const words = queryText.value.trim()
  if (listing.value.kind === 'search' && words !== '') return soughtWords(words)
  const liked = explanation?.history.find(({ value, itemId }) => value > 0 && items.has(itemId))
  const item = liked === undefined ? undefined : items.get(liked.itemId)
  return item === undefined ? undefined : soughtItem(item)
}

const isSearchByWords = (): boolean =>
  listing.value.kind === 'search' && queryText.value.trim() !== '' && queryMedium.value === undefined

function Answer() {
  const asked = why.value
  if (asked === undefined) return null
  const { recommendation, explanation, items, problem } = asked
  if (problem !== undefined) return <p role="alert">{problem}</p>
  return (
    <div class="why">
      <div class="why-item">
        <Picture item={recommendation.item} />
        <p class="why-sentence" data-testid="why-sentence">
          {explanation?.sentence ?? 'Working it out…'}
        </p>
      </div>
      {explanation !== undefined && (
        <>
          <PartsChart explanation={explanation} />
          <p class="quiet">{placeWords(explanation)}</p>
          <FitSection item={recommendation.item} sought={soughtIn(asked)} atOnce={isSearchByWords()} />
          <HistoryBehind history={explanation.history} items={items} />
        </>
      )}
    </div>
  )
}

export function WhyDialog() {
  const asked = why.value
  const close = (): void => {
    why.value = undefined
    forgetFit()
  }
  return (
    <Dialog
      open={asked !== undefined}
      onClose={close}
      title={`Why “${asked === undefined ? '' : titleOf(asked.recommendation.item)}”?`}
      shape="plain"
      testId="why"
    >
      <Answer />
    </Dialog>
  )
}
