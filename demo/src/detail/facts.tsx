import type { Item } from 'locavore'
import { attributeOf } from '../feed/caption.js'
import { facets, toggleValue, wordsOf } from '../filters/choices.js'
import { closeItem } from '../state/navigation.js'

/** What is on the postcard, each a way to see more of it. */
export function Facts({ item }: { readonly item: Item }) {
  const facts = facets.value.flatMap(({ attribute }) => {
    const value = attributeOf(item, attribute)
    return value === undefined ? [] : [{ attribute, value }]
  })
  if (facts.length === 0) return null
  return (
    <ul class="facts" aria-label="See only postcards like this in one way">
      {facts.map(({ attribute, value }) => (
        <li key={attribute}>
          <button
            type="button"
            class="chip"
            aria-label={`Only ${attribute}: ${wordsOf(value)}`}
            onClick={() => {
              toggleValue(attribute, value)
              closeItem()
            }}
          >
            {wordsOf(value)}
          </button>
        </li>
      ))}
    </ul>
  )
}
