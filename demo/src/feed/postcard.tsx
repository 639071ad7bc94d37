import { useSignal } from '@preact/signals'
import type { Recommendation } from 'locavore'
import type { TargetedMouseEvent } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { say } from '../language/texts.js'
import { CardMedia } from '../media/card-media.js'
import { hrefOf, showItem } from '../state/navigation.js'
import { ButButton } from '../steer/but-dialog.js'
import { watchSeen } from '../tune/impressions.js'
import { askWhy } from '../why/explanation.js'
import { captionOf, isOwn, placeLine, reasonWords } from './caption.js'
import { CardActions } from './card-actions.js'

const plainClick = (event: MouseEvent): boolean =>
  event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey

/** Why it is here, in one line. The others that like things together are simulated in this demo, and it says so. */
function Reason({ reason }: { readonly reason: Recommendation['reasons'][number] }) {
  const words = reasonWords(reason)
  return (
    <p class="postcard-reason" data-reason={reason.kind}>
      <span>{words}</span>
      {reason.kind === 'liked-together' && <span>{say().card.simulated}</span>}
    </p>
  )
}

interface PostcardProps {
  readonly recommendation: Recommendation
  readonly eager: boolean
  /** The first card of the feed, larger where there is room, with its words in both languages. */
  readonly lead: boolean
}

export function Postcard({ recommendation, eager, lead }: PostcardProps) {
  const { item, reasons } = recommendation
  const place = useRef<HTMLLIElement>(null)
  const { title, text, language, direction, beside } = captionOf(item)
  const hovered = useSignal(false)

  useEffect(() => (place.current === null ? undefined : watchSeen(place.current, recommendation)), [recommendation])

  const open = (event: TargetedMouseEvent<HTMLAnchorElement>): void => {
    if (!plainClick(event)) return
    event.preventDefault()
    showItem(item.id)
  }
  const focusNext = (): void => {
    const next = place.current?.nextElementSibling ?? place.current?.previousElementSibling
    next?.querySelector<HTMLElement>('a')?.focus()
  }

  return (
    <li
      ref={place}
      class={lead ? 'postcard postcard-lead' : 'postcard'}
      data-item-id={item.id}
      data-testid="postcard"
      onPointerEnter={({ pointerType }) => {
        hovered.value = pointerType === 'mouse'
      }}
      onPointerLeave={() => {
        hovered.value = false
      }}
    >
      <article aria-label={title}>
        <ButButton item={item} />
        <CardMedia played={recommendation} eager={eager} hovered={hovered.value} />
        <h3 lang={language} dir={direction}>
          <a class="postcard-link" href={hrefOf(item.id)} onClick={open}>
            {title}
          </a>
        </h3>
        <p class="postcard-place">
          {isOwn(item) && <span class="badge">{say().card.yours}</span>}
          {placeLine(item)}
        </p>
        {text !== '' && (
          <p class="postcard-caption" lang={language} dir={direction}>
            {text}
          </p>
        )}
        {lead && beside !== undefined && (
          <p class="postcard-beside" lang={beside.language} dir={beside.direction}>
            {beside.text}
          </p>
        )}
        {reasons[0] !== undefined && <Reason reason={reasons[0]} />}
        <div class="postcard-foot">
          <CardActions recommendation={recommendation} onDismiss={focusNext} />
          <button
            type="button"
            class="why-button"
            aria-label={say().card.whyThis(title)}
            title={reasons[0] && reasonWords(reasons[0])}
            onClick={() => void askWhy(recommendation)}
          >
            {say().card.why}
          </button>
        </div>
      </article>
    </li>
  )
}
