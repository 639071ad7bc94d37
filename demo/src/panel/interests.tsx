import type { ProfileSummary } from 'locavore'
import { wordsOf } from '../filters/choices.js'

const SHOWN = 8

/** What the likes have in common, against the whole catalogue. */
export function Interests({ interests }: Pick<ProfileSummary, 'interests'>) {
  const shown = interests.filter(({ lift }) => lift > 1).slice(0, SHOWN)
  if (shown.length === 0) return <p class="quiet">Too little to tell. That is fine.</p>
  const most = Math.max(...shown.map(({ lift }) => lift))
  return (
    <ul class="interests" data-testid="interests">
      {shown.map(({ attribute, value, share, lift }) => (
        <li key={`${attribute}:${value}`}>
          <span class="interest-name">
            {wordsOf(String(value))} <span class="quiet">{wordsOf(attribute).toLowerCase()}</span>
          </span>
          <span class="interest-bar" aria-hidden="true">
            <span style={{ width: `${(lift / most) * 100}%` }} />
          </span>
          <span class="quiet">
            {Math.round(share * 100)}% of your likes, {lift.toFixed(1)} times the usual
          </span>
        </li>
      ))}
    </ul>
  )
}
