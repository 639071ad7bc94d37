import { useSignal, useSignalEffect } from '@preact/signals'
import type { TargetedClipboardEvent, TargetedSubmitEvent } from 'preact'
import { openFacet } from '../filters/choices.js'
import { FileButton } from '../ui/file-button.js'
import { Icon } from '../ui/icon.js'
import { pictureFrom } from './pictures.js'
import { clearQuery, queryPicture, queryText, setQueryPicture } from './query.js'

function PictureChip() {
  const picture = queryPicture.value
  if (picture === undefined) return null
  return (
    <span class="query-picture" data-testid="query-picture">
      <img src={picture.address} alt={`Searching with ${picture.name}`} width={32} height={32} />
      <button
        type="button"
        class="icon-button"
        aria-label="Remove the picture"
        onClick={() => setQueryPicture(undefined)}
      >
        <Icon name="close" />
      </button>
    </span>
  )
}

/** Words in English or Chinese, a picture, or both. */
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
    const picture = pictureFrom(event.clipboardData?.files)
    if (picture === undefined) return
    event.preventDefault()
    setQueryPicture(picture)
  }
  const asking = queryText.value !== '' || queryPicture.value !== undefined
  return (
    <search class="search">
      <form onSubmit={submit}>
        <Icon name="search" />
        <PictureChip />
        <input
          type="search"
          enterkeyhint="search"
          autocomplete="off"
          aria-label="Search by words, in English or Chinese"
          placeholder="A quiet harbour at dusk…"
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
            aria-label="Clear the search"
            onClick={() => {
              typed.value = ''
              clearQuery()
            }}
          >
            <Icon name="close" />
          </button>
        )}
        <FileButton
          label="Search by a picture"
          icon="picture"
          accept="image/*"
          iconOnly
          testId="search-picture"
          onFiles={([file]) => setQueryPicture(file)}
        />
        <button type="submit" class="button button-strong search-go">
          Search
        </button>
      </form>
    </search>
  )
}
