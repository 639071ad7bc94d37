import { useSignal } from '@preact/signals'
import type { TargetedSubmitEvent } from 'preact'
import { useEffect } from 'preact/hooks'
import { mode } from '../state/mode.js'
import { modes, readModes, SUGGESTED, switchMode } from './modes.js'

const LONGEST = 40
const NEW = 'new'
const USUAL = 'usual'

/** Prefixed, so that no name is one of the other choices. */
const choiceOf = (name: string): string => `mode ${name}`

function NewMode({ onDone }: { readonly onDone: () => void }) {
  const name = useSignal('')
  const submit = (event: TargetedSubmitEvent<HTMLFormElement>): void => {
    event.preventDefault()
    const asked = name.value.trim()
    onDone()
    if (asked !== '') void switchMode(asked)
  }
  return (
    <form class="steer-form" onSubmit={submit}>
      <input
        type="text"
        autocomplete="off"
        maxLength={LONGEST}
        aria-label="Name of the new mode"
        placeholder="Sunday mornings"
        value={name.value}
        onInput={({ currentTarget }) => {
          name.value = currentTarget.value
        }}
      />
      <button type="submit" class="chip">
        Begin
      </button>
      <button type="button" class="chip chip-quiet" onClick={onDone}>
        Cancel
      </button>
    </form>
  )
}

/** Which of the person's feeds this is: each mode learns by itself. */
export function ModeChoice() {
  const naming = useSignal(false)
  useEffect(() => void readModes().catch(() => undefined), [])
  const done = (): void => {
    naming.value = false
  }
  if (naming.value) return <NewMode onDone={done} />
  const names = [
    ...new Set([...modes.value.map(({ name }) => name), ...SUGGESTED, ...(mode.value ? [mode.value] : [])]),
  ]
  return (
    <select
      class="chip mode-choice"
      aria-label="Mode"
      value={mode.value === undefined ? USUAL : choiceOf(mode.value)}
      onChange={({ currentTarget }) => {
        const asked = currentTarget.value
        if (asked === NEW) naming.value = true
        else void switchMode(names.find((name) => choiceOf(name) === asked))
      }}
    >
      <option value={USUAL}>As usual</option>
      {names.map((name) => (
        <option key={name} value={choiceOf(name)}>
          {name}
        </option>
      ))}
      <option value={NEW}>New mode…</option>
    </select>
  )
}
