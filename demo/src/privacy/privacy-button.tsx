import { openSheet } from '../state/navigation.js'
import { Icon } from '../ui/icon.js'
import { leftOrigin, requests } from './requests.js'

/** The meter in the head of the page: how many requests left this site. */
export function PrivacyButton() {
  const left = leftOrigin.value
  const words = `${left} ${left === 1 ? 'request' : 'requests'} left this origin`
  return (
    <button
      type="button"
      class={left === 0 ? 'meter' : 'meter meter-alarm'}
      aria-label={`${words}, of ${requests.value.length}. Show every request.`}
      data-testid="privacy-meter"
      data-left={left}
      onClick={() => {
        openSheet.value = 'privacy'
      }}
    >
      <Icon name="shield" />
      <span>
        <strong>{left}</strong> <span class="meter-words">left this site</span>
      </span>
    </button>
  )
}
