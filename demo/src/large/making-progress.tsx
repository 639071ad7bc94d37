import { say } from '../language/texts.js'
import { reopen } from '../state/connection.js'
import { refresh } from '../state/listing.js'
import { largeCount } from '../state/session.js'
import { ProgressBar } from '../ui/progress-bar.js'
import { addressOfSize } from './catalogue-size.js'
import { inFigures } from './figures.js'
import { making } from './large-state.js'

async function makeAgain(): Promise<void> {
  await reopen().catch(() => undefined)
  await refresh()
}

async function stop(): Promise<void> {
  const { stopMaking } = await import('./open-large.js')
  stopMaking()
}

/** @param problem the browser's own words, where it has any */
function Ended({ sentence, problem = '' }: { readonly sentence: string; readonly problem?: string }) {
  const { large } = say()
  return (
    <div class="notice" role="alert" data-testid="making-ended">
      <h3>{sentence}</h3>
      <p>
        {large.nothingKept} {problem}
      </p>
      <div class="row">
        <button type="button" class="button" onClick={() => void makeAgain()}>
          {large.after}
        </button>
        <a class="button button-quiet" href={addressOfSize(undefined)}>
          {large.back}
        </a>
      </div>
    </div>
  )
}

/** How far the postcards are made, with a way to stop. */
export function MakingProgress() {
  if (largeCount === undefined) return null
  const now = making.value
  const { large, common } = say()
  if (now.state === 'stopped') return <Ended sentence={large.stopped} />
  if (now.state === 'failed') return <Ended sentence={large.failed} problem={now.problem} />
  if (now.state !== 'making') return null
  return (
    <div class="large-making" data-testid="making">
      <ProgressBar label={large.making(inFigures(now.done), inFigures(now.total))} share={now.done / now.total} />
      <button type="button" class="button" onClick={() => void stop()}>
        {common.stop}
      </button>
    </div>
  )
}
