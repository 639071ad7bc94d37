import type { Item } from 'locavore'
import { titleOf } from '../feed/caption.js'
import { Picture } from '../feed/picture.js'
import { say } from '../language/texts.js'
import { queryMedium, queryText } from '../search/query.js'
import { directionOf, language } from '../state/language.js'
import { listing } from '../state/listing.js'
import { Dialog } from '../ui/dialog.js'
import { Rules, Steps } from './arranged/arranged.js'
import { forgetChange } from './change/change.js'
import { ChangeSection } from './change/change-section.js'
import { type Why, why } from './explanation.js'
import { forgetFit, type Sought, soughtItem, soughtWords } from './fit.js'
import { FitSection } from './fit-section.js'
import { HistoryBehind } from './history-behind.js'
import { PartsChart } from './parts-chart.js'
import { Prediction } from './prediction.js'

/** What led to an item: the words that were asked with, or the postcard that gave most to its score. */
function soughtIn({ explanation, items }: Why): Sought | undefined {
  const words = queryText.value.trim()
  if (listing.value.kind === 'search' && words !== '') return soughtWords(words)
  const liked = explanation?.history.find(({ value, itemId }) => value > 0 && items.has(itemId))
  const item = liked === undefined ? undefined : items.get(liked.itemId)
  return item === undefined ? undefined : soughtItem(item)
}

/** Postcards made on the device have a picture that no model has read. */
const hasMedia = ({ image, audio, clip }: Item): boolean => (image ?? audio ?? clip) !== undefined

const isSearchByWords = (): boolean =>
  listing.value.kind === 'search' && queryText.value.trim() !== '' && queryMedium.value === undefined

function Answer() {
  const asked = why.value
  if (asked === undefined) return null
  const { recommendation, explanation, predictions, items, problem } = asked
  if (problem !== undefined) return <p role="alert">{problem}</p>
  return (
    <div class="why">
      <div class="why-item">
        <Picture item={recommendation.item} />
        <p
          class="why-sentence"
          lang={explanation === undefined ? 'en' : language.value}
          dir={explanation === undefined ? 'ltr' : directionOf(language.value)}
          data-testid="why-sentence"
        >
          {explanation?.sentence ?? say().why.working}
        </p>
      </div>
      {explanation !== undefined && (
        <>
          <PartsChart explanation={explanation} item={recommendation.item} />
          <Steps explanation={explanation} />
          {hasMedia(recommendation.item) && (
            <FitSection item={recommendation.item} sought={soughtIn(asked)} atOnce={isSearchByWords()} />
          )}
          <HistoryBehind history={explanation.history} items={items} />
          {predictions !== undefined && <Prediction predictions={predictions} item={recommendation.item} />}
          <ChangeSection recommendation={recommendation} items={items} onTaken={closeWhy} />
          <Rules rules={explanation.rules} />
        </>
      )}
    </div>
  )
}

function closeWhy(): void {
  why.value = undefined
  forgetFit()
  forgetChange()
}

export function WhyDialog() {
  const asked = why.value
  return (
    <Dialog
      open={asked !== undefined}
      onClose={closeWhy}
      title={asked === undefined ? '' : say().why.title(titleOf(asked.recommendation.item))}
      shape="plain"
      testId="why"
    >
      <Answer />
    </Dialog>
  )
}
