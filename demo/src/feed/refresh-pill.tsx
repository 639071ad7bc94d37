import { say } from '../language/texts.js'
import { grownSinceFeed, listing, refresh } from '../state/listing.js'
import { learntSinceFeed } from '../state/marks.js'
import { Icon } from '../ui/icon.js'

/** The feed never moves under somebody's hands: it offers to follow what it learnt. */
export function RefreshPill() {
  const learnt = learntSinceFeed.value
  if ((learnt === 0 && !grownSinceFeed.value) || listing.value.kind !== 'feed' || listing.value.state !== 'ready')
    return null
  const follow = async (): Promise<void> => {
    await refresh()
    scrollTo({ top: 0 })
    document.querySelector<HTMLElement>('#list-title')?.focus()
  }
  return (
    <button type="button" class="refresh-pill" data-testid="refresh" onClick={() => void follow()}>
      <Icon name="refresh" />
      {learnt === 0 ? say().large.anew : say().feed.refresh}
    </button>
  )
}
