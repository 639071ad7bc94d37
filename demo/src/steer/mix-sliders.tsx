import { useSignal } from '@preact/signals'
import type { Modality } from 'locavore'
import { facets } from '../filters/choices.js'
import { begin, facetWords, valueWords } from '../language/catalogue-words.js'
import { say } from '../language/texts.js'
import { set, settingOf, steered } from './steering.js'

interface SliderProps {
  readonly label: string
  readonly value: number
  readonly onChange: (value: number) => void
}

function Slider({ label, value, onChange }: SliderProps) {
  return (
    <label class="slider mix-slider">
      <span>{label}</span>
      <input
        type="range"
        min={-1}
        max={1}
        step={0.25}
        value={value}
        aria-label={say().steer.slider(label)}
        onChange={({ currentTarget }) => onChange(currentTarget.valueAsNumber)}
      />
    </label>
  )
}

const MODALITIES: readonly Modality[] = ['text', 'image', 'audio', 'clip']

/** Attribute values that have a slider: those set already, and one that was just chosen. */
function useAttributes(added: readonly string[]): (readonly [attribute: string, is: string])[] {
  const set_ = steered.value.flatMap(({ steering }) =>
    'attribute' in steering && steering.is !== undefined ? [`${steering.attribute}:${steering.is}`] : [],
  )
  return [...new Set([...set_, ...added])].map((key) => {
    const [attribute = '', ...rest] = key.split(':')
    return [attribute, rest.join(':')] as const
  })
}

/** How much each medium counts, and more or less of what the catalogue is sorted by. */
export function MixSliders() {
  const added = useSignal<readonly string[]>([])
  const attributes = useAttributes(added.value)
  return (
    <div class="mix" data-testid="mix">
      <fieldset>
        <legend>{say().steer.whatCounts}</legend>
        {MODALITIES.map((modality) => (
          <Slider
            key={modality}
            label={say().steer.media[modality]}
            value={settingOf({ modality, value: 0 })?.value ?? 0}
            onChange={(value) => void set({ modality, value })}
          />
        ))}
      </fieldset>
      <fieldset>
        <legend>{say().steer.moreOrLess}</legend>
        {attributes.map(([attribute, is]) => (
          <Slider
            key={`${attribute}:${is}`}
            label={begin(valueWords(attribute, is))}
            value={settingOf({ attribute, is, value: 0 })?.value ?? 0}
            onChange={(value) => void set({ attribute, is, value })}
          />
        ))}
        <select
          class="chip"
          aria-label={say().steer.addSlider}
          value=""
          onChange={({ currentTarget }) => {
            if (currentTarget.value !== '') added.value = [...added.peek(), currentTarget.value]
            currentTarget.value = ''
          }}
        >
          <option value="">{say().steer.addSlider}…</option>
          {facets.value.map(({ attribute, values }) => (
            <optgroup key={attribute} label={facetWords(attribute)}>
              {values.map(({ value }) => (
                <option key={value} value={`${attribute}:${value}`}>
                  {begin(valueWords(attribute, value))}
                </option>
              ))}
            </optgroup>
          ))}
        </select>
      </fieldset>
    </div>
  )
}
