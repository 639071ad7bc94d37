import { connection, paused, recommender, reopen } from '../state/connection.js'
import { refresh } from '../state/listing.js'

function PausedBanner() {
  return (
    <div class="banner" role="status" data-testid="paused">
      <p>
        <strong>Learning is paused.</strong> What you do now is not kept, until you resume or close this page.
      </p>
      <button type="button" class="button" onClick={() => void recommender().then((made) => made.resume())}>
        Resume
      </button>
    </div>
  )
}

/** Says aloud when something is limited or has stopped; says nothing when all is well. */
export function Banner() {
  const now = connection.value
  // A failure to open is told in place of the list, which then cannot be there.
  if (now.state !== 'degraded' && now.state !== 'stopped') return paused.value ? <PausedBanner /> : null
  const again = async (): Promise<void> => {
    await reopen().catch(() => undefined)
    await refresh()
  }
  return (
    <div class={`banner banner-${now.state}`} role="status" data-testid="banner" data-state={now.state}>
      <p>
        <strong>{now.state === 'degraded' ? 'Some things are limited.' : 'The recommender has stopped.'}</strong>{' '}
        {now.reason}
      </p>
      {now.state === 'stopped' && (
        <button type="button" class="button" onClick={() => void again()}>
          Start again
        </button>
      )}
    </div>
  )
}
