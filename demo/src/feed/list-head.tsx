import { useComputed } from '@preact/signals'
import { say } from '../language/texts.js'
import { WayIn } from '../large/way-in.js'
import { clearQuery, personalise, type QueryMedium, queryMedium, queryText } from '../search/query.js'
import { listing } from '../state/listing.js'
import { marks } from '../state/marks.js'

function FeedHead() {
  const liked = useComputed(
    () => [...marks.value.values()].filter(({ like, save }) => like !== undefined || save !== undefined).length,
  )
  const { feed } = say()
  return (
    <header class="list-head">
      <h2 id="list-title" tabIndex={-1}>
        {liked.value === 0 ? feed.first : feed.forYou}
      </h2>
      <p>{liked.value === 0 ? feed.firstText : feed.following(liked.value)}</p>
      <WayIn />
    </header>
  )
}

/** `“a harbour”`, `Like your sound, and “rain”`, `Like the clip of Bell Cove`. */
function headline(words: string, medium: QueryMedium | undefined): string {
  const { common, search } = say()
  if (medium === undefined) return common.quoted(words)
  const { kind, source, name } = medium
  const like = typeof source === 'string' ? search.likeOf[kind](name) : search.likeYours[kind]
  return words === '' ? like : search.and(like, words)
}

function SearchHead() {
  const words = queryText.value.trim()
  const medium = queryMedium.value
  const { search } = say()
  return (
    <header class="list-head list-head-search">
      <h2 id="list-title" tabIndex={-1}>
        {headline(words, medium)}
      </h2>
      <label class="slider">
        <span>{search.justQuestion}</span>
        <input
          type="range"
          min={0}
          max={1}
          step={0.1}
          value={personalise.value}
          aria-label={search.taste}
          onChange={({ currentTarget }) => {
            personalise.value = currentTarget.valueAsNumber
          }}
        />
        <span>{search.moreTaste}</span>
      </label>
      <button type="button" class="button button-quiet" onClick={clearQuery}>
        {search.back}
      </button>
    </header>
  )
}

export function ListHead() {
  return listing.value.kind === 'feed' ? <FeedHead /> : <SearchHead />
}
