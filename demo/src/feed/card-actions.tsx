import type { Recommendation } from 'locavore'
import { say } from '../language/texts.js'
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
  const { card } = say()
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
        aria-label={card.likeThis(title)}
        title={liked ? card.liked : card.like}
        onClick={() => void toggleMark(recommendation, 'like')}
      >
        <Icon name="like" filled={liked} />
      </button>
      <button
        type="button"
        class="icon-button action-save"
        aria-pressed={saved}
        aria-label={card.saveThis(title)}
        title={saved ? card.saved : card.save}
        onClick={() => void toggleMark(recommendation, 'save')}
      >
        <Icon name="save" filled={saved} />
      </button>
      <button
        type="button"
        class="icon-button"
        aria-label={card.notForMeThis(title)}
        title={card.notForMe}
        onClick={remove('dislike')}
      >
        <Icon name="dislike" />
      </button>
      <button
        type="button"
        class="icon-button"
        aria-label={card.hideThis(title)}
        title={card.hide}
        onClick={remove('hide')}
      >
        <Icon name="hide" />
      </button>
    </div>
  )
}
