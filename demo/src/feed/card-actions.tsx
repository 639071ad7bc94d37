import type { Recommendation } from 'locavore'
import { dismiss, hasMark, toggleMark } from '../state/marks.js'
import { Icon } from '../ui/icon.js'
import { titleOf } from './caption.js'

interface CardActionsProps {
  readonly recommendation: Recommendation
  /** Called before the postcard leaves, so that the focus can move on. */
  readonly onDismiss?: () => void
}

export function CardActions({ recommendation, onDismiss }: CardActionsProps) {
  const { item } = recommendation
  const title = titleOf(item)
  const liked = hasMark(item.id, 'like')
  const saved = hasMark(item.id, 'save')
  const remove = (mark: 'hide' | 'dislike') => (): void => {
    onDismiss?.()
    dismiss(recommendation, mark)
  }
  return (
    <div class="actions">
      <button
        type="button"
        class="icon-button action-like"
        aria-pressed={liked}
        aria-label={`Like ${title}`}
        title={liked ? 'Liked' : 'Like'}
        onClick={() => void toggleMark(recommendation, 'like')}
      >
        <Icon name="like" filled={liked} />
      </button>
      <button
        type="button"
        class="icon-button action-save"
        aria-pressed={saved}
        aria-label={`Save ${title}`}
        title={saved ? 'Saved' : 'Save'}
        onClick={() => void toggleMark(recommendation, 'save')}
      >
        <Icon name="save" filled={saved} />
      </button>
      <button
        type="button"
        class="icon-button"
        aria-label={`Not for me: ${title}`}
        title="Not for me: fewer like this"
        onClick={remove('dislike')}
      >
        <Icon name="dislike" />
      </button>
      <button
        type="button"
        class="icon-button"
        aria-label={`Hide ${title}`}
        title="Hide this postcard"
        onClick={remove('hide')}
      >
        <Icon name="hide" />
      </button>
    </div>
  )
}
