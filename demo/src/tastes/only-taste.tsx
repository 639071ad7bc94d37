import { say } from '../language/texts.js'
import { refresh } from '../state/listing.js'
import { Icon } from '../ui/icon.js'
import { onlyTaste } from './only-taste-choice.js'

/** Says that the feed follows one taste alone, and lets go of it. */
export function OnlyTaste() {
  const only = onlyTaste.value
  if (only === undefined) return null
  return (
    <p class="only-taste">
      <button
        type="button"
        class="chip chip-chosen"
        aria-label={say().tastes.stopOnly(only.name)}
        onClick={() => {
          onlyTaste.value = undefined
          void refresh()
        }}
      >
        {say().tastes.only(only.name)} <Icon name="close" />
      </button>
    </p>
  )
}
