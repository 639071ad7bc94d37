import { say } from '../language/texts.js'
import { openSheet } from '../state/navigation.js'
import { Icon } from '../ui/icon.js'
import { leftOrigin, requests } from './requests.js'

/** The meter in the head of the page: how many requests left this site. */
export function PrivacyButton() {
  const left = leftOrigin.value
  return (
    <button
      type="button"
      class={left === 0 ? 'meter' : 'meter meter-alarm'}
      data-testid="privacy-meter"
      data-left={left}
      onClick={() => {
        openSheet.value = 'privacy'
      }}
    >
      <Icon name="shield" />
      <span>
        <strong>{left}</strong> <span class="meter-words">{say().head.left}</span>
        <span class="visually-hidden">{say().head.ofRequests(requests.value.length)}</span>
      </span>
    </button>
  )
}
