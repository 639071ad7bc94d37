import { Strip, WaitingStrip } from '../feed/strip.js'
import { say } from '../language/texts.js'
import { openPostcard } from './open-postcard.js'

/** Postcards of the same kind, and those that go with it without being like it. */
export function RelatedStrips() {
  const open = openPostcard.value
  if (open === undefined) return null
  const words = say().detail
  return (
    <div class="related">
      {open.state === 'failed' && <p role="alert">{open.problem}</p>}
      {open.state === 'loading' && <WaitingStrip title={words.related} />}
      {open.state === 'ready' && <Strip title={words.related} entries={open.related} testId="related" />}
      {open.goesWith.length > 0 && <Strip title={words.goesWith} entries={open.goesWith} testId="goes-with" />}
    </div>
  )
}
