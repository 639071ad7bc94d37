import { useId } from 'preact/hooks'
import { begin, facetWords, valueWords } from '../language/catalogue-words.js'
import { say } from '../language/texts.js'
import { Icon } from '../ui/icon.js'
import { chosen, clearFilters, type Facet, facets, filter, onlyMine, openFacet, toggleValue } from './choices.js'

function Values({ facet, id }: { readonly facet: Facet; readonly id: string }) {
  const picked = chosen.value.get(facet.attribute)
  return (
    <fieldset id={id} class="filter-values" data-testid="filter-values">
      <legend class="visually-hidden">{facetWords(facet.attribute)}</legend>
      {facet.values.map(({ value, count }) => (
        <button
          key={value}
          type="button"
          class="chip"
          aria-pressed={picked?.has(value) === true}
          onClick={() => toggleValue(facet.attribute, value)}
        >
          {begin(valueWords(facet.attribute, value))} <span class="chip-count">{count}</span>
        </button>
      ))}
    </fieldset>
  )
}

function Chosen() {
  const pairs = [...chosen.value].flatMap(([attribute, values]) => [...values].map((value) => ({ attribute, value })))
  if (filter.value === undefined) return null
  return (
    <ul class="filter-chosen" aria-label={say().filters.chosen}>
      {pairs.map(({ attribute, value }) => (
        <li key={`${attribute}:${value}`}>
          <button
            type="button"
            class="chip chip-chosen"
            aria-label={say().filters.remove(facetWords(attribute), valueWords(attribute, value))}
            onClick={() => toggleValue(attribute, value)}
          >
            {begin(valueWords(attribute, value))} <Icon name="close" />
          </button>
        </li>
      ))}
      <li>
        <button type="button" class="chip chip-quiet" onClick={clearFilters}>
          {say().filters.clear}
        </button>
      </li>
    </ul>
  )
}

/** Narrows feed and search: one row of questions, the answers below the one that is open. */
export function FilterBar() {
  const id = useId()
  const shown = facets.value.find(({ attribute }) => attribute === openFacet.value)
  return (
    <section class="filters" aria-label={say().filters.label} data-testid="filters">
      <div class="filter-facets">
        {facets.value.map(({ attribute }) => {
          const expanded = openFacet.value === attribute
          const count = chosen.value.get(attribute)?.size ?? 0
          return (
            <button
              key={attribute}
              type="button"
              class="chip chip-facet"
              aria-expanded={expanded}
              aria-controls={expanded ? id : undefined}
              onClick={() => {
                openFacet.value = expanded ? undefined : attribute
              }}
            >
              {facetWords(attribute)}
              {count > 0 && <span class="chip-count">{count}</span>}
              <Icon name="down" />
            </button>
          )
        })}
        <button
          type="button"
          class="chip"
          aria-pressed={onlyMine.value}
          onClick={() => {
            onlyMine.value = !onlyMine.value
          }}
        >
          {say().filters.yours}
        </button>
      </div>
      {shown !== undefined && <Values facet={shown} id={id} />}
      <Chosen />
    </section>
  )
}
