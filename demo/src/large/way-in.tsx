import { largeCount } from '../state/session.js'
import { addressOfSize, inFigures, OFFERED } from './catalogue-size.js'

/** From the postcards that come with the page to as many as one likes. */
export function WayIn() {
  if (largeCount !== undefined) return null
  return (
    <p class="quiet">
      <a href={addressOfSize(OFFERED)} data-testid="way-in">
        Try it with {inFigures(OFFERED)} postcards
      </a>
      , made on this device.
    </p>
  )
}
