import { useComputed } from '@preact/signals'
import { WayIn } from '../large/way-in.js'
import { KIND_WORDS } from '../search/media-files.js'
import { clearQuery, personalise, type QueryMedium, queryMedium, queryText } from '../search/query.js'
import { listing } from '../state/listing.js'
import { marks } from '../state/marks.js'

function FeedHead() {
  const liked = useComputed(
    () => [...marks.value.values()].filter(({ like, save }) => like !== undefined || save !== undefined).length,
  )
  return (
    <header class="list-head">
      <h2 id="list-title" tabIndex={-1}>
        {liked.value === 0 ? 'A first handful' : 'For you'}
      </h2>
      <p>
        {liked.value === 0
          ? 'Like what speaks to you, and the next ones follow. Nothing you do here leaves this device.'
          : `Following ${liked.value} ${liked.value === 1 ? 'postcard' : 'postcards'} you liked or saved, on this device only.`}
      </p>
      <WayIn />
    </header>
  )
}

/** `“a harbour”`, `Like your sound, and “rain”`, `Like the clip of Bell Cove`. */
function headline(words: string, medium: QueryMedium | undefined): string {
  if (medium === undefined) return `“${words}”`
  const word = KIND_WORDS[medium.kind]
  const like = typeof medium.source === 'string' ? `Like the ${word} of ${medium.name}` : `Like your ${word}`
  return words === '' ? like : `${like}, and “${words}”`
}

function SearchHead() {
  const words = queryText.value.trim()
  const medium = queryMedium.value
  return (
    <header class="list-head list-head-search">
      <h2 id="list-title" tabIndex={-1}>
        {headline(words, medium)}
      </h2>
      <label class="slider">
        <span>Just the question</span>
        <input
          type="range"
          min={0}
          max={1}
          step={0.1}
          value={personalise.value}
          aria-label="How much your taste counts in this search"
          onChange={({ currentTarget }) => {
            personalise.value = currentTarget.valueAsNumber
          }}
        />
        <span>More my taste</span>
      </label>
      <button type="button" class="button button-quiet" onClick={clearQuery}>
        Back to the feed
      </button>
    </header>
  )
}

export function ListHead() {
  return listing.value.kind === 'feed' ? <FeedHead /> : <SearchHead />
}
