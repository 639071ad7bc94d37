import { signal, useSignal } from '@preact/signals'
import type { Item } from 'locavore'
import type { TargetedSubmitEvent } from 'preact'
import { titleOf } from '../feed/caption.js'
import { say } from '../language/texts.js'
import { Dialog } from '../ui/dialog.js'
import { Icon } from '../ui/icon.js'
import { steer } from './steering.js'

/** The postcard that somebody wants more, or less, like. */
const about = signal<Item | undefined>(undefined)

const LONGEST = 200

/** Opens the question, from a card or from the large view. */
export function ButButton({ item, label = false }: { readonly item: Item; readonly label?: boolean }) {
  const title = titleOf(item)
  return (
    <button
      type="button"
      class={label ? 'button' : 'icon-button card-steer'}
      aria-label={say().steer.butThis(title)}
      title={say().steer.but}
      onClick={() => {
        about.value = item
      }}
    >
      <Icon name="steer" />
      {label && say().steer.but}
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
        <span>{say().steer.butWords}</span>
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
        {say().steer.suggestions.map((suggestion) => (
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
          {say().steer.moreLikeThis}
        </button>
        <button type="button" class="button" onClick={() => done(-1)}>
          {say().steer.lessLikeThis}
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
      title={item === undefined ? '' : say().steer.butTitle(titleOf(item))}
      shape="plain"
      testId="but"
    >
      {item !== undefined && <Question item={item} />}
    </Dialog>
  )
}
