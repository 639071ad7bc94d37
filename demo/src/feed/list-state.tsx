import { clearFilters, filter } from '../filters/choices.js'
import { say } from '../language/texts.js'
import { MakingProgress } from '../large/making-progress.js'
import { encoderProgress } from '../state/encoder.js'
import { listing, refresh } from '../state/listing.js'
import { ProgressBar } from '../ui/progress-bar.js'
import { Skeletons } from './skeletons.js'

function Failed({ problem }: { readonly problem: string }) {
  return (
    <div class="notice" role="alert" data-testid="list-problem">
      <h3>{listing.value.kind === 'search' ? say().feed.failedSearch : say().feed.failedList}</h3>
      <p>{problem}</p>
      <button type="button" class="button" onClick={() => void refresh()}>
        {say().feed.tryAgain}
      </button>
    </div>
  )
}

function Empty() {
  return (
    <div class="notice" data-testid="list-empty">
      <h3>{say().feed.empty}</h3>
      <p>{say().feed.emptyText}</p>
      {filter.value !== undefined && (
        <button type="button" class="button" onClick={clearFilters}>
          {say().filters.clear}
        </button>
      )}
    </div>
  )
}

/** What stands in place of the cards, or nothing when there are cards. */
export function ListState() {
  const { state, entries, problem } = listing.value
  if (state === 'failed') return <Failed problem={problem ?? ''} />
  if (state === 'loading') {
    const work = encoderProgress.value
    return (
      <>
        <MakingProgress />
        {work !== undefined && <ProgressBar label={work.label} share={work.share} />}
        {entries.length === 0 && <Skeletons count={12} />}
      </>
    )
  }
  return entries.length === 0 ? <Empty /> : null
}
