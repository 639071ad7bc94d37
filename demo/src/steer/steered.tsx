import { say } from '../language/texts.js'
import { OnlyTaste } from '../tastes/only-taste.js'
import { Icon } from '../ui/icon.js'
import { steered, steeringWords, unsteer } from './steering.js'

/** What was asked for, each with a way to take it back. */
export function Steered() {
  return (
    <>
      <OnlyTaste />
      {steered.value.length > 0 && (
        <ul class="steered" aria-label={say().steer.asked} data-testid="steered">
          {steered.value.map((entry) => (
            <li key={entry.sequence}>
              <button
                type="button"
                class="chip chip-chosen"
                title={entry.effective ? undefined : say().steer.notRead}
                aria-label={say().steer.takeBack(steeringWords(entry))}
                onClick={() => void unsteer(entry)}
              >
                {steeringWords(entry)} <Icon name="close" />
              </button>
            </li>
          ))}
        </ul>
      )}
    </>
  )
}
