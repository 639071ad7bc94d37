import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import { say } from '../language/texts.js'
import { mode } from '../state/mode.js'
import { WordsForm } from '../ui/words-form.js'
import { modes, readModes, switchMode } from './modes.js'

const LONGEST = 40
const NEW = 'new'
const USUAL = 'usual'

/** Prefixed, so that no name is one of the other choices. */
const choiceOf = (name: string): string => `mode ${name}`

function NewMode({ onDone }: { readonly onDone: () => void }) {
  return (
    <WordsForm
      label={say().modes.name}
      placeholder={say().modes.placeholder}
      longest={LONGEST}
      submit={say().modes.begin}
      onWords={(name) => {
        onDone()
        if (name !== '') void switchMode(name)
      }}
      other={{ label: say().common.cancel, quiet: true, onPress: onDone }}
      focused
    />
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
    ...new Set([...modes.value.map(({ name }) => name), ...say().modes.suggested, ...(mode.value ? [mode.value] : [])]),
  ]
  return (
    <select
      class="chip mode-choice"
      aria-label={say().modes.label}
      value={mode.value === undefined ? USUAL : choiceOf(mode.value)}
      onChange={({ currentTarget }) => {
        const asked = currentTarget.value
        if (asked === NEW) naming.value = true
        else void switchMode(names.find((name) => choiceOf(name) === asked))
      }}
    >
      <option value={USUAL}>{say().modes.usual}</option>
      {names.map((name) => (
        <option key={name} value={choiceOf(name)}>
          {name}
        </option>
      ))}
      <option value={NEW}>{say().modes.create}</option>
    </select>
  )
}
