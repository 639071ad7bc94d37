import { FileButton } from '../ui/file-button.js'
import { ProgressBar } from '../ui/progress-bar.js'
import { addPhotos, photoWork } from './add-photos.js'

export function AddPhotosButton() {
  return (
    <FileButton
      label="Add your photos"
      icon="add"
      accept="image/*"
      multiple
      testId="add-photos"
      disabled={photoWork.value !== undefined}
      onFiles={(files) => void addPhotos(files)}
    />
  )
}

/** How far the reading of own photos is. */
export function PhotoWorkBar() {
  const work = photoWork.value
  if (work === undefined) return null
  const what = work.count === 1 ? 'your photo' : `${work.count} photos`
  return (
    <div class="work-bar" data-testid="photo-work">
      <ProgressBar label={`Adding ${what}. ${work.label}`} share={work.share} />
      <button type="button" class="button button-quiet" onClick={work.stop}>
        Stop
      </button>
    </div>
  )
}
