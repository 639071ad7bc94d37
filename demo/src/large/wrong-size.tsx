import { session } from '../state/session.js'
import { addressOfSize, inFigures, OFFERED } from './catalogue-size.js'

/** What the address asks for and cannot be had. */
export function WrongSize() {
  const { size } = session
  if (size === undefined || 'count' in size) return null
  return (
    <div class="banner banner-degraded" role="alert" data-testid="wrong-size">
      <p>
        <strong>This address asks for something else.</strong> {size.problem} Here is the small collection instead.
      </p>
      <a class="button" href={addressOfSize(OFFERED)}>
        {inFigures(OFFERED)} postcards
      </a>
    </div>
  )
}
