import { connection, reopen } from '../state/connection.js'
import { refresh } from '../state/listing.js'

/** Says aloud when something is limited or broken; says nothing when all is well. */
export function Banner() {
  const now = connection.value
  if (now.state === 'ready' || now.state === 'opening') return null
  const again = async (): Promise<void> => {
    await reopen().catch(() => undefined)
    await refresh()
  }
  return (
    <div class={`banner banner-${now.state}`} role="status" data-testid="banner" data-state={now.state}>
      <p>
        <strong>{now.state === 'degraded' ? 'Some things are limited.' : 'Postcards could not start.'}</strong>{' '}
        {now.reason}
      </p>
      {now.state !== 'degraded' && (
        <button type="button" class="button" onClick={() => void again()}>
          Start again
        </button>
      )}
    </div>
  )
}
