import { say } from '../language/texts.js'
import { ACCEPTED } from '../search/media-files.js'
import { FileButton } from '../ui/file-button.js'
import { ProgressBar } from '../ui/progress-bar.js'
import { addMedia, ownWork } from './add-media.js'

export function AddMediaButton() {
  return (
    <FileButton
      label={say().own.add}
      short={say().own.addShort}
      icon="add"
      accept={ACCEPTED}
      multiple
      testId="add-photos"
      disabled={ownWork.value !== undefined}
      onFiles={(files) => void addMedia(files)}
    />
  )
}

/** How far the reading of own media is. */
export function OwnWorkBar() {
  const work = ownWork.value
  if (work === undefined) return null
  return (
    <div class="work-bar" data-testid="photo-work">
      <ProgressBar label={say().own.adding(work.label)} share={work.share} />
      <button type="button" class="button button-quiet" onClick={work.stop}>
        {say().common.stop}
      </button>
    </div>
  )
}
