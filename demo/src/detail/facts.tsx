import type { Item } from 'locavore'
import { attributeOf } from '../feed/caption.js'
import { facets, toggleValue } from '../filters/choices.js'
import { begin, facetWords, valueWords } from '../language/catalogue-words.js'
import { say } from '../language/texts.js'
import { closeItem } from '../state/navigation.js'

/** What is on the postcard, each a way to see more of it. */
export function Facts({ item }: { readonly item: Item }) {
  const facts = facets.value.flatMap(({ attribute }) => {
    const value = attributeOf(item, attribute)
    return value === undefined ? [] : [{ attribute, value }]
  })
  if (facts.length === 0) return null
  return (
    <ul class="facts" aria-label={say().detail.facts}>
      {facts.map(({ attribute, value }) => (
        <li key={attribute}>
          <button
            type="button"
            class="chip"
            aria-label={say().detail.only(facetWords(attribute), valueWords(attribute, value))}
            onClick={() => {
              toggleValue(attribute, value)
              closeItem()
            }}
          >
            {begin(valueWords(attribute, value))}
          </button>
        </li>
      ))}
    </ul>
  )
}
