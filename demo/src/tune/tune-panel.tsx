import { useId } from 'preact/hooks'
import { say } from '../language/texts.js'
import { listing } from '../state/listing.js'
import { MixSliders } from '../steer/mix-sliders.js'
import { effectWords } from './effect-words.js'
import { changes, DEFAULT_TUNING, type Tuning, triesEvery, tune, tuning } from './settings.js'

interface KnobProps {
  readonly name: Exclude<keyof Tuning, 'rest'>
  readonly title: string
  readonly ends: readonly string[]
  readonly step: number
  /** What the slider stands at, in words. */
  readonly words: string
}

function Knob({ name, title, ends, step, words }: KnobProps) {
  const id = useId()
  return (
    <div class="knob">
      <label for={id}>{title}</label>
      <span class="knob-words">{words}</span>
      <input
        id={id}
        type="range"
        min={0}
        max={1}
        step={step}
        value={tuning.value[name]}
        aria-valuetext={words}
        data-testid={`tune-${name}`}
        onInput={({ currentTarget }) => tune({ [name]: currentTarget.valueAsNumber })}
      />
      <span class="knob-end">{ends[0]}</span>
      <span class="knob-end">{ends[1]}</span>
    </div>
  )
}

const percent = (value: number): string => `${Math.round(value * 100)}%`

function discoveryWords(now: Tuning): string {
  const every = triesEvery(now)
  return every === undefined ? say().tune.off : say().tune.oneIn(every)
}

function Knobs() {
  const now = tuning.value
  const words = say().tune
  return (
    <>
      <Knob name="variety" title={words.variety} ends={words.varietyEnds} step={0.1} words={percent(now.variety)} />
      <Knob
        name="newness"
        title={words.newness}
        ends={words.newnessEnds}
        step={0.1}
        words={now.newness === 0 ? words.off : percent(now.newness)}
      />
      <Knob
        name="discovery"
        title={words.discovery}
        ends={words.discoveryEnds}
        step={0.25}
        words={discoveryWords(now)}
      />
      <label class="knob-switch">
        <input
          type="checkbox"
          checked={now.rest}
          data-testid="tune-rest"
          onChange={({ currentTarget }) => tune({ rest: currentTarget.checked })}
        />
        <span>{words.rest}</span>
      </label>
    </>
  )
}

/** Sliders for the list below, which follows at once. What each did to it is said in words. */
export function TunePanel({ id }: { readonly id?: string }) {
  const { first, otherwise } = listing.value
  return (
    <section id={id} class="tune-panel" aria-label={say().tune.title} data-testid="tune">
      <div class="tune-knobs">
        <Knobs />
      </div>
      <MixSliders />
      <div class="tune-foot">
        <p class="quiet" data-testid="tune-effect">
          {effectWords(first, otherwise)}
        </p>
        <button
          type="button"
          class="button button-quiet"
          disabled={changes.value === 0}
          onClick={() => tune(DEFAULT_TUNING)}
        >
          {say().tune.reset}
        </button>
      </div>
    </section>
  )
}
