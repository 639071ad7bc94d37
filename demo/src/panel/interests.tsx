import type { ProfileSummary } from 'locavore'
import { begin, facetWords, valueWords } from '../language/catalogue-words.js'
import { say } from '../language/texts.js'

const SHOWN = 8

/** What the likes have in common, against the whole catalogue. */
export function Interests({ interests }: Pick<ProfileSummary, 'interests'>) {
  const shown = interests.filter(({ lift }) => lift > 1).slice(0, SHOWN)
  if (shown.length === 0) return <p class="quiet">{say().knowledge.tooLittle}</p>
  const most = Math.max(...shown.map(({ lift }) => lift))
  return (
    <ul class="interests" data-testid="interests">
      {shown.map(({ attribute, value, share, lift }) => (
        <li key={`${attribute}:${value}`}>
          <span class="interest-name">
            {begin(valueWords(attribute, String(value)))} <span class="quiet">{facetWords(attribute)}</span>
          </span>
          <span class="interest-bar" aria-hidden="true">
            <span style={{ width: `${(lift / most) * 100}%` }} />
          </span>
          <span class="quiet">{say().knowledge.interest(Math.round(share * 100), lift.toFixed(1))}</span>
        </li>
      ))}
    </ul>
  )
}
