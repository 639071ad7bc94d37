import { signal } from '@preact/signals'
import { say } from '../language/texts.js'
import { steered } from '../steer/steering.js'
import { Icon } from '../ui/icon.js'
import { changes } from './settings.js'

/** Whether the sliders are there: below the row on a wide page, in a sheet on a narrow one. */
export const tuneOpen = signal(false)

interface TuneButtonProps {
  /** The mode, where nothing else names it. */
  readonly mode?: string | undefined
  /** What it opens, while that is on the page. */
  readonly controls?: string | undefined
}

/** The way to everything that moves the list, with how much of it has been moved. */
export function TuneButton({ mode, controls }: TuneButtonProps) {
  const count = changes.value + steered.value.length
  return (
    <button
      type="button"
      class="chip chip-facet tune-button"
      aria-expanded={tuneOpen.value}
      aria-controls={tuneOpen.value ? controls : undefined}
      data-testid="open-tune"
      onClick={() => {
        tuneOpen.value = !tuneOpen.value
      }}
    >
      <Icon name="steer" />
      {mode === undefined ? say().tune.title : `${mode} · ${say().tune.title}`}
      {count > 0 && <span class="chip-count">{say().tune.changed(count)}</span>}
      <Icon name="down" />
    </button>
  )
}
