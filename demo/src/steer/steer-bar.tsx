import { useId } from 'preact/hooks'
import { say } from '../language/texts.js'
import { listing } from '../state/listing.js'
import { mode } from '../state/mode.js'
import { ModeChoice } from '../tastes/mode-choice.js'
import { TuneButton, tuneOpen } from '../tune/tune-button.js'
import { TunePanel } from '../tune/tune-panel.js'
import { Dialog } from '../ui/dialog.js'
import { narrow } from '../ui/narrow.js'
import { SteerForm, SteerProgress } from './steer-form.js'
import { Steered } from './steered.js'

/** One row, and below it the sliders while they are asked for. */
function Row() {
  const id = useId()
  return (
    <>
      <div class="steer-row">
        <ModeChoice />
        <SteerForm />
        <TuneButton controls={id} />
      </div>
      <SteerProgress />
      {tuneOpen.value && <TunePanel id={id} />}
      <Steered />
    </>
  )
}

/** One button; all the rest in a sheet. */
function Sheet() {
  const close = (): void => {
    tuneOpen.value = false
  }
  return (
    <>
      <div class="steer-row">
        <TuneButton mode={mode.value} />
      </div>
      {!tuneOpen.value && <Steered />}
      <Dialog open={tuneOpen.value} onClose={close} title={say().tune.title} shape="drawer" testId="tune-sheet">
        <div class="tune-sheet">
          <ModeChoice />
          <SteerForm />
          <SteerProgress />
          <Steered />
          <TunePanel />
        </div>
      </Dialog>
    </>
  )
}

/** Whose feed it is, what it should have more of, and how it is arranged: one calm row above it. */
export function SteerBar() {
  if (listing.value.kind !== 'feed') return null
  return (
    <section class="steer-bar" aria-label={say().steer.label} data-testid="steer-bar">
      {narrow.value ? <Sheet /> : <Row />}
    </section>
  )
}
