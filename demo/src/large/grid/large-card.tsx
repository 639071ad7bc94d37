import { useComputed } from '@preact/signals'
import type { Recommendation } from 'locavore'
import type { TargetedMouseEvent } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { captionOf, pictureText, placeLine, seedOf, titleOf } from '../../feed/caption.js'
import { Picture } from '../../feed/picture.js'
import { say } from '../../language/texts.js'
import { directionOf, language } from '../../state/language.js'
import { dismiss, hasMark, toggleMark } from '../../state/marks.js'
import { hrefOf, showItem } from '../../state/navigation.js'
import { watchSeen } from '../../tune/impressions.js'
import { Icon } from '../../ui/icon.js'
import { askWhy } from '../../why/explanation.js'
import { Thumbnail } from '../thumbnails/thumbnail.js'

const plainClick = (event: MouseEvent): boolean =>
  event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey

function Deeds({ recommendation, title }: { readonly recommendation: Recommendation; readonly title: string }) {
  const { item } = recommendation
  const place = useRef<HTMLDivElement>(null)
  const liked = useComputed(() => hasMark(item.id, 'like'))
  const { card } = say()
  const dislike = (): void => {
    const slot = place.current?.closest('li')
    const next = slot?.nextElementSibling ?? slot?.previousElementSibling
    next?.querySelector<HTMLElement>('a')?.focus()
    dismiss(recommendation, 'dislike')
  }
  return (
    <div ref={place} class="large-deeds">
      <button
        type="button"
        class="icon-button action-like"
        aria-pressed={liked.value}
        aria-label={card.likeThis(title)}
        title={liked.value ? card.liked : card.like}
        onClick={() => void toggleMark(recommendation, 'like')}
      >
        <Icon name="like" filled={liked.value} />
      </button>
      <button
        type="button"
        class="icon-button"
        aria-label={card.notForMeThis(title)}
        title={card.notForMe}
        onClick={dislike}
      >
        <Icon name="dislike" />
      </button>
      <button
        type="button"
        class="icon-button"
        aria-label={card.whyThis(title)}
        title={card.why}
        onClick={() => void askWhy(recommendation)}
      >
        <Icon name="why" />
      </button>
    </div>
  )
}

interface LargeCardProps {
  readonly recommendation: Recommendation
  /** From 1. */
  readonly place: number
  /** All cards of the list, -1 while nobody knows. */
  readonly of: number
  /** From the side on which lines begin, in CSS pixels, as the rest. */
  readonly start: number
  readonly top: number
  readonly width: number
  readonly height: number
}

/** A postcard of a large catalogue: small, all of one size, standing where it belongs. */
export function LargeCard({ recommendation, place, of, start, top, width, height }: LargeCardProps) {
  const { item } = recommendation
  const card = useRef<HTMLLIElement>(null)
  const seed = seedOf(item)
  const title = titleOf(item)
  const shownIn = language.value === 'en' ? 'en' : captionOf(item).language

  useEffect(() => (card.current === null ? undefined : watchSeen(card.current, recommendation)), [recommendation])

  const open = (event: TargetedMouseEvent<HTMLAnchorElement>): void => {
    if (!plainClick(event)) return
    event.preventDefault()
    showItem(item.id)
  }
  return (
    <li
      ref={card}
      class="large-slot"
      style={{ top: `${top}px`, insetInlineStart: `${start}px`, width: `${width}px`, height: `${height}px` }}
      aria-setsize={of}
      aria-posinset={place}
      data-item-id={item.id}
      data-testid="postcard"
    >
      <article class="postcard large-card" aria-label={title}>
        {seed === undefined || item.image !== undefined ? (
          <Picture item={item} described />
        ) : (
          <Thumbnail seed={seed} text={pictureText(item)} />
        )}
        <h3 lang={shownIn} dir={directionOf(shownIn)}>
          <a class="postcard-link" href={hrefOf(item.id)} onClick={open}>
            {title}
          </a>
        </h3>
        <p class="postcard-place">{placeLine(item)}</p>
        <Deeds recommendation={recommendation} title={title} />
      </article>
    </li>
  )
}
