import { useSignal } from '@preact/signals'
import type { TargetedSubmitEvent } from 'preact'
import { useId } from 'preact/hooks'
import { encoderProgress } from '../state/encoder.js'
import { listing } from '../state/listing.js'
import { ModeChoice } from '../tastes/mode-choice.js'
import { OnlyTaste } from '../tastes/only-taste.js'
import { Icon } from '../ui/icon.js'
import { ProgressBar } from '../ui/progress-bar.js'
import { MixSliders } from './mix-sliders.js'
import { busy, steer, steered, steeringWords, unsteer } from './steering.js'

const LONGEST = 200
/** More, not nothing else. */
const FORCE = 0.7

function SteerForm() {
  const typed = useSignal('')
  const send = (value: number): void => {
    const words = typed.value.trim()
    if (words === '') return
    typed.value = ''
    void steer({ words, value })
  }
  const submit = (event: TargetedSubmitEvent<HTMLFormElement>): void => {
    event.preventDefault()
    send(FORCE)
  }
  return (
    <form class="steer-form" onSubmit={submit}>
      <input
        type="text"
        autocomplete="off"
        maxLength={LONGEST}
        aria-label="What to show more or less of"
        placeholder="rain, quiet places…"
        value={typed.value}
        onInput={({ currentTarget }) => {
          typed.value = currentTarget.value
        }}
      />
      <button type="submit" class="chip" disabled={busy.value}>
        More
      </button>
      <button type="button" class="chip" disabled={busy.value} onClick={() => send(-FORCE)}>
        Less
      </button>
    </form>
  )
}

function Steered() {
  if (steered.value.length === 0) return null
  return (
    <ul class="steered" aria-label="What you asked for" data-testid="steered">
      {steered.value.map((entry) => (
        <li key={entry.sequence}>
          <button
            type="button"
            class="chip chip-chosen"
            title={entry.effective ? undefined : 'No list follows it: its words were not read by this model'}
            aria-label={`Take back: ${steeringWords(entry)}`}
            onClick={() => void unsteer(entry)}
          >
            {steeringWords(entry)} <Icon name="close" />
          </button>
        </li>
      ))}
    </ul>
  )
}

/** Whose feed it is and what it should have more of, in one row above it. */
export function SteerBar() {
  const mixing = useSignal(false)
  const id = useId()
  if (listing.value.kind !== 'feed') return null
  const work = busy.value ? encoderProgress.value : undefined
  return (
    <section class="steer-bar" aria-label="Steer the feed" data-testid="steer-bar">
      <div class="steer-row">
        <ModeChoice />
        <SteerForm />
        <button
          type="button"
          class="chip chip-facet"
          aria-expanded={mixing.value}
          aria-controls={mixing.value ? id : undefined}
          onClick={() => {
            mixing.value = !mixing.value
          }}
        >
          Mix
          <Icon name="down" />
        </button>
      </div>
      {work !== undefined && <ProgressBar label={work.label} share={work.share} />}
      {mixing.value && <MixSliders id={id} />}
      <OnlyTaste />
      <Steered />
    </section>
  )
}
