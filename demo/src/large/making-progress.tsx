import { reopen } from '../state/connection.js'
import { refresh } from '../state/listing.js'
import { largeCount } from '../state/session.js'
import { ProgressBar } from '../ui/progress-bar.js'
import { addressOfSize, inFigures } from './catalogue-size.js'
import { making } from './large-state.js'

async function makeAgain(): Promise<void> {
  await reopen().catch(() => undefined)
  await refresh()
}

async function stop(): Promise<void> {
  const { stopMaking } = await import('./open-large.js')
  stopMaking()
}

function Ended({ sentence }: { readonly sentence: string }) {
  return (
    <div class="notice" role="alert" data-testid="making-ended">
      <h3>{sentence}</h3>
      <p>Nothing of it was kept.</p>
      <div class="row">
        <button type="button" class="button" onClick={() => void makeAgain()}>
          Make them after all
        </button>
        <a class="button button-quiet" href={addressOfSize(undefined)}>
          Back to the small collection
        </a>
      </div>
    </div>
  )
}

/** How far the postcards are made, with a way to stop. */
export function MakingProgress() {
  if (largeCount === undefined) return null
  const now = making.value
  if (now.state === 'stopped') return <Ended sentence="Making postcards was stopped." />
  if (now.state === 'failed') return <Ended sentence={`The postcards could not be made: ${now.problem}.`} />
  if (now.state !== 'making') return null
  return (
    <div class="large-making" data-testid="making">
      <ProgressBar
        label={`Making postcards on this device: ${inFigures(now.done)} of ${inFigures(now.total)}`}
        share={now.done / now.total}
      />
      <button type="button" class="button" onClick={() => void stop()}>
        Stop
      </button>
    </div>
  )
}
