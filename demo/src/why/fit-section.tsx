import { useSignal } from '@preact/signals'
import type { Item } from 'locavore'
import type { TargetedSubmitEvent } from 'preact'
import { useEffect } from 'preact/hooks'
import { say } from '../language/texts.js'
import { ProgressBar } from '../ui/progress-bar.js'
import { findFit, fit, type Sought, soughtWords } from './fit.js'
import { HeatMap } from './heat-map.js'
import { TimeLine } from './time-line.js'

function Found({ item }: { readonly item: Item }) {
  const asked = fit.value
  if (asked === undefined) return null
  if (asked.state === 'working') return <ProgressBar label={asked.label} share={asked.share} />
  if (asked.state === 'failed') return <p role="alert">{asked.label}</p>
  const { image, audio, clip } = asked.alignment?.media ?? {}
  const { words } = asked.sought
  return (
    <div class="fits" data-testid="fits">
      {image?.kind === 'map' && item.image !== undefined && <HeatMap map={image} image={item.image} sought={words} />}
      {audio?.kind === 'timeline' && <TimeLine line={audio} kind="sound" sought={words} />}
      {clip?.kind === 'timeline' && <TimeLine line={clip} kind="clip" sought={words} />}
    </div>
  )
}

interface FitSectionProps {
  readonly item: Item
  /** What led here: the words of the search, or the item that was liked. Looked for only when asked, or at once. */
  readonly sought: Sought | undefined
  /** True where the reader of words and pictures has been loaded anyway. */
  readonly atOnce: boolean
}

/** Which part of the picture, and which second of the sound or clip, fits what led here or what is typed. */
export function FitSection({ item, sought, atOnce }: FitSectionProps) {
  const typed = useSignal('')
  useEffect(() => {
    if (atOnce && sought !== undefined) void findFit(item.id, sought)
  }, [item.id, atOnce])
  const submit = (event: TargetedSubmitEvent<HTMLFormElement>): void => {
    event.preventDefault()
    const words = typed.value.trim()
    if (words !== '') void findFit(item.id, soughtWords(words))
  }
  return (
    <section class="fit-section" aria-label={say().fit.title} data-testid="fit">
      <h3>{say().fit.title}</h3>
      <div class="fit-ask">
        {sought !== undefined && fit.value?.sought.words !== sought.words && (
          <button type="button" class="button" onClick={() => void findFit(item.id, sought)}>
            {say().fit.showWhere(sought.words)}
          </button>
        )}
        <form onSubmit={submit}>
          <input
            type="search"
            aria-label={say().fit.label}
            placeholder={say().fit.placeholder}
            value={typed.value}
            data-testid="fit-words"
            onInput={({ currentTarget }) => {
              typed.value = currentTarget.value
            }}
          />
          <button type="submit" class="button">
            {say().fit.show}
          </button>
        </form>
      </div>
      <Found item={item} />
    </section>
  )
}
