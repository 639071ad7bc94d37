import { say } from '../language/texts.js'
import { session } from '../state/session.js'
import { addressOfSize, LEAST, MOST, OFFERED } from './catalogue-size.js'
import { inFigures } from './figures.js'

/** What the address asks for and cannot be had. */
export function WrongSize() {
  const { size } = session
  if (size === undefined || (size !== 'other-model' && 'count' in size)) return null
  const { large } = say()
  return (
    <div class="banner banner-degraded" role="alert" data-testid="wrong-size">
      <p>
        <strong>{large.wrong}</strong>{' '}
        {size === 'other-model' ? large.wrongModel : large.wrongCount(size.given, inFigures(LEAST), inFigures(MOST))}
      </p>
      {size !== 'other-model' && (
        <a class="button" href={addressOfSize(OFFERED)}>
          {large.soMany(inFigures(OFFERED))}
        </a>
      )}
    </div>
  )
}
