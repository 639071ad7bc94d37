import { useSignal, useSignalEffect } from '@preact/signals'
import type { TargetedClipboardEvent, TargetedSubmitEvent } from 'preact'
import { openFacet } from '../filters/choices.js'
import { say } from '../language/texts.js'
import { FileButton } from '../ui/file-button.js'
import { Icon } from '../ui/icon.js'
import { ACCEPTED, mediaFrom } from './media-files.js'
import { clearQuery, queryMedium, queryText, setQueryFile } from './query.js'
import { QueryChip } from './query-chip.js'

/** Words in any of twelve languages; a picture, a sound or a clip; or words and one of these. */
export function SearchBar() {
  const typed = useSignal(queryText.peek())
  useSignalEffect(() => {
    typed.value = queryText.value
  })
  const submit = (event: TargetedSubmitEvent<HTMLFormElement>): void => {
    event.preventDefault()
    queryText.value = typed.value
    openFacet.value = undefined
  }
  const paste = (event: TargetedClipboardEvent<HTMLInputElement>): void => {
    const [file] = mediaFrom(event.clipboardData?.files)
    if (file === undefined) return
    event.preventDefault()
    setQueryFile(file)
  }
  const asking = queryText.value !== '' || queryMedium.value !== undefined
  return (
    <search class="search">
      <form onSubmit={submit}>
        <Icon name="search" />
        <QueryChip />
        <input
          type="search"
          enterkeyhint="search"
          autocomplete="off"
          aria-label={say().search.byWords}
          placeholder={say().search.placeholder}
          value={typed.value}
          data-testid="search-box"
          onInput={({ currentTarget }) => {
            typed.value = currentTarget.value
          }}
          onPaste={paste}
        />
        {(asking || typed.value !== '') && (
          <button
            type="button"
            class="icon-button"
            aria-label={say().search.clear}
            onClick={() => {
              typed.value = ''
              clearQuery()
            }}
          >
            <Icon name="close" />
          </button>
        )}
        <FileButton
          label={say().search.byMedium}
          icon="picture"
          accept={ACCEPTED}
          iconOnly
          testId="search-picture"
          onFiles={([chosen]) => setQueryFile(chosen)}
        />
        <button type="submit" class="button button-strong search-go">
          {say().search.go}
        </button>
      </form>
    </search>
  )
}
