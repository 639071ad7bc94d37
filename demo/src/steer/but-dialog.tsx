import { signal, useSignal } from '@preact/signals'
import type { Item } from 'locavore'
import type { TargetedSubmitEvent } from 'preact'
import { titleOf } from '../feed/caption.js'
import { Dialog } from '../ui/dialog.js'
import { Icon } from '../ui/icon.js'
import { steer } from './steering.js'

/** The postcard that somebody wants more, or less, like. */
const about = signal<Item | undefined>(undefined)

const SUGGESTIONS = ['at night', 'in winter', 'with rain', 'quieter', 'with people', 'by the sea'] as const
const LONGEST = 200

/** Opens the question, from a card or from the large view. */
export function ButButton({ item, label = false }: { readonly item: Item; readonly label?: boolean }) {
  const title = titleOf(item)
  return (
    <button
      type="button"
      class={label ? 'button' : 'icon-button card-steer'}
      aria-label={`More like this, but: ${title}`}
      title="More like this, but…"
      onClick={() => {
        about.value = item
      }}
    >
      <Icon name="steer" />
      {label && 'More like this, but…'}
    </button>
  )
}

function Question({ item }: { readonly item: Item }) {
  const words = useSignal('')
  const done = (value: 1 | -1): void => {
    const but = words.value.trim()
    about.value = undefined
    void steer({ itemId: item.id, ...(but === '' ? {} : { words: but }), value })
  }
  const submit = (event: TargetedSubmitEvent<HTMLFormElement>): void => {
    event.preventDefault()
    done(1)
  }
  return (
    <form class="but" onSubmit={submit}>
      <label>
        <span>but… (or leave it empty)</span>
        <input
          type="text"
          autocomplete="off"
          maxLength={LONGEST}
          value={words.value}
          onInput={({ currentTarget }) => {
            words.value = currentTarget.value
          }}
        />
      </label>
      <div class="but-words">
        {SUGGESTIONS.map((suggestion) => (
          <button
            key={suggestion}
            type="button"
            class="chip"
            aria-pressed={words.value === suggestion}
            onClick={() => {
              words.value = suggestion
            }}
          >
            {suggestion}
          </button>
        ))}
      </div>
      <div class="row">
        <button type="submit" class="button button-strong">
          More like this
        </button>
        <button type="button" class="button" onClick={() => done(-1)}>
          Less like this
        </button>
      </div>
    </form>
  )
}

/** `More like Bell Cove, but at night`: an item and words together. */
export function ButDialog() {
  const item = about.value
  return (
    <Dialog
      open={item !== undefined}
      onClose={() => {
        about.value = undefined
      }}
      title={item === undefined ? '' : `More like “${titleOf(item)}”`}
      shape="plain"
      testId="but"
    >
      {item !== undefined && <Question item={item} />}
    </Dialog>
  )
}
