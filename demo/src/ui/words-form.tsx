import { useSignal } from '@preact/signals'
import type { TargetedSubmitEvent } from 'preact'
import { useEffect, useRef } from 'preact/hooks'

interface WordsFormProps {
  readonly label: string
  readonly placeholder?: string
  /** What stands in it to begin with. */
  readonly initial?: string
  readonly longest: number
  /** What the button says that sends. */
  readonly submit: string
  readonly onWords: (words: string) => void
  /** The other button: it may take the words too. */
  readonly other: { readonly label: string; readonly quiet?: boolean; readonly onPress: (words: string) => void }
  readonly disabled?: boolean
  /** True where the form stands in for what had the focus. */
  readonly focused?: boolean
}

/** A line of words with two things to do with them. Empties itself; words are trimmed and may be none. */
export function WordsForm({
  label,
  placeholder,
  initial = '',
  longest,
  submit,
  onWords,
  other,
  disabled = false,
  focused = false,
}: WordsFormProps) {
  const typed = useSignal(initial)
  const input = useRef<HTMLInputElement>(null)
  useEffect(() => {
    if (focused) input.current?.focus()
  }, [focused])
  const take = (use: (words: string) => void): void => {
    const words = typed.value.trim()
    typed.value = ''
    use(words)
  }
  return (
    <form
      class="words-form"
      onSubmit={(event: TargetedSubmitEvent<HTMLFormElement>) => {
        event.preventDefault()
        take(onWords)
      }}
    >
      <input
        ref={input}
        type="text"
        autocomplete="off"
        maxLength={longest}
        aria-label={label}
        placeholder={placeholder}
        value={typed.value}
        onInput={({ currentTarget }) => {
          typed.value = currentTarget.value
        }}
      />
      <button type="submit" class="chip" disabled={disabled}>
        {submit}
      </button>
      <button
        type="button"
        class={other.quiet === true ? 'chip chip-quiet' : 'chip'}
        disabled={disabled}
        onClick={() => take(other.onPress)}
      >
        {other.label}
      </button>
    </form>
  )
}
