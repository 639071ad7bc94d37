import { paused, recommender } from '../state/connection.js'
import { Icon } from '../ui/icon.js'

/** Stays in sight for as long as nothing is learnt, however far the page is scrolled. */
export function PausedBar() {
  if (!paused.value) return null
  return (
    <div class="paused-bar" role="status" data-testid="paused">
      <Icon name="pause" />
      <p>
        <strong>Learning is paused.</strong>{' '}
        <span>What you do now is not kept, until you resume or close this page.</span>
      </p>
      <button type="button" class="button" onClick={() => void recommender().then((made) => made.resume())}>
        Resume
      </button>
    </div>
  )
}
