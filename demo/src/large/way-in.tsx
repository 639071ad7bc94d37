import { say } from '../language/texts.js'
import { largeCount } from '../state/session.js'
import { addressOfSize, OFFERED } from './catalogue-size.js'
import { inFigures } from './figures.js'

/** From the postcards that come with the page to as many as one likes. */
export function WayIn() {
  if (largeCount !== undefined) return null
  return (
    <p class="quiet">
      <a href={addressOfSize(OFFERED)} data-testid="way-in">
        {say().large.wayIn(inFigures(OFFERED))}
      </a>
    </p>
  )
}
