import { say } from '../language/texts.js'
import { paused, recommender } from '../state/connection.js'
import { Icon } from '../ui/icon.js'

/** Stays in sight for as long as nothing is learnt, however far the page is scrolled. */
export function PausedBar() {
  if (!paused.value) return null
  return (
    <div class="paused-bar" role="status" data-testid="paused">
      <Icon name="pause" />
      <p>
        <strong>{say().head.pausedTitle}</strong>
        <span>{say().head.pausedText}</span>
      </p>
      <button type="button" class="button" onClick={() => void recommender().then((made) => made.resume())}>
        {say().head.resume}
      </button>
    </div>
  )
}
