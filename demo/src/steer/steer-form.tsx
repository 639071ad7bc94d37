import { say } from '../language/texts.js'
import { encoderProgress } from '../state/encoder.js'
import { ProgressBar } from '../ui/progress-bar.js'
import { WordsForm } from '../ui/words-form.js'
import { busy, steer } from './steering.js'

const LONGEST = 200
/** More, not nothing else. */
const FORCE = 0.7

/** More or less of anything that can be said. */
export function SteerForm() {
  const words = say().steer
  const send =
    (value: number) =>
    (typed: string): void => {
      if (typed !== '') void steer({ words: typed, value })
    }
  return (
    <WordsForm
      label={words.what}
      placeholder={words.placeholder}
      longest={LONGEST}
      submit={words.more}
      onWords={send(FORCE)}
      other={{ label: words.less, onPress: send(-FORCE) }}
      disabled={busy.value}
    />
  )
}

/** How far the reading of the words is, while there is something to read. */
export function SteerProgress() {
  const work = busy.value ? encoderProgress.value : undefined
  return work === undefined ? null : <ProgressBar label={work.label} share={work.share} />
}
