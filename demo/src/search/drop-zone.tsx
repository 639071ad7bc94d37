import { useSignal } from '@preact/signals'
import type { TargetedDragEvent } from 'preact'
import { useEffect } from 'preact/hooks'
import { say } from '../language/texts.js'
import { addMedia } from '../own/add-media.js'
import { Icon, type IconName } from '../ui/icon.js'
import { mediaFrom } from './media-files.js'
import { setQueryFile } from './query.js'

interface TargetProps {
  readonly icon: IconName
  readonly title: string
  readonly hint: string
  readonly testId: string
  readonly onFiles: (files: readonly File[]) => void
}

function Target({ icon, title, hint, testId, onFiles }: TargetProps) {
  const drop = (event: TargetedDragEvent<HTMLDivElement>): void => {
    event.preventDefault()
    onFiles(mediaFrom(event.dataTransfer?.files))
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is a short way to what two buttons in the page's head do.
    <div class="drop-target" data-testid={testId} onDragOver={(event) => event.preventDefault()} onDrop={drop}>
      <Icon name={icon} />
      <strong>{title}</strong>
      <span>{hint}</span>
    </div>
  )
}

const carriesFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') === true

/** Two places to let a picture, sound or clip go, shown only while one is dragged over the page. */
export function DropZone() {
  const dragging = useSignal(false)
  useEffect(() => {
    const start = (event: DragEvent): void => {
      if (carriesFiles(event)) dragging.value = true
    }
    const over = (event: DragEvent): void => {
      if (carriesFiles(event)) event.preventDefault()
    }
    const stop = (event: DragEvent): void => {
      if (event.type === 'drop') event.preventDefault()
      if (event.type === 'drop' || event.relatedTarget === null) dragging.value = false
    }
    const listeners = { dragenter: start, dragover: over, dragleave: stop, drop: stop }
    for (const [type, listener] of Object.entries(listeners)) addEventListener(type as 'drop', listener)
    return () => {
      for (const [type, listener] of Object.entries(listeners)) removeEventListener(type as 'drop', listener)
    }
  }, [dragging])

  if (!dragging.value) return null
  return (
    <section class="drop-zone" aria-label={say().search.drop} data-testid="drop-zone">
      <Target
        icon="search"
        title={say().search.dropFind}
        hint={say().search.dropFindHint}
        testId="drop-search"
        onFiles={([file]) => setQueryFile(file)}
      />
      <Target
        icon="add"
        title={say().search.dropAdd}
        hint={say().search.dropAddHint}
        testId="drop-add"
        onFiles={(files) => void addMedia(files)}
      />
    </section>
  )
}
