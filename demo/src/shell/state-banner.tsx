import { say } from '../language/texts.js'
import { connection, reopen } from '../state/connection.js'
import { refresh } from '../state/listing.js'

/** Says aloud when something is limited or has stopped; says nothing when all is well. */
export function Banner() {
  const now = connection.value
  // A failure to open is told in place of the list, which then cannot be there.
  if (now.state !== 'degraded' && now.state !== 'stopped') return null
  const again = async (): Promise<void> => {
    await reopen().catch(() => undefined)
    await refresh()
  }
  return (
    <div class={`banner banner-${now.state}`} role="status" data-testid="banner" data-state={now.state}>
      <p>
        <strong>{now.state === 'degraded' ? say().head.limited : say().head.stopped}</strong>{' '}
        <span lang="en" dir="ltr">
          {now.reason}
        </span>
      </p>
      {now.state === 'stopped' && (
        <button type="button" class="button" onClick={() => void again()}>
          {say().head.startAgain}
        </button>
      )}
    </div>
  )
}
