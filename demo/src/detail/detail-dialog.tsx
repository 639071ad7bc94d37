import type { Recommendation } from 'locavore'
import { useEffect, useRef } from 'preact/hooks'
import { captionOf, isOwn, placeLine } from '../feed/caption.js'
import { CardActions } from '../feed/card-actions.js'
import { say } from '../language/texts.js'
import { CardMedia } from '../media/card-media.js'
import { removeOwn } from '../own/add-media.js'
import { closeItem, openItem } from '../state/navigation.js'
import { ButButton } from '../steer/but-dialog.js'
import { Dialog } from '../ui/dialog.js'
import { Icon } from '../ui/icon.js'
import { askWhy } from '../why/explanation.js'
import { Facts } from './facts.js'
import { type OpenPostcard, openPostcard } from './open-postcard.js'
import { RelatedStrips } from './related-strips.js'
import { SearchWith } from './search-with.js'

function Words({ open }: { readonly open: OpenPostcard }) {
  const { text, language, direction, beside } = captionOf(open.item)
  return (
    <div class="detail-words">
      <p class="postcard-place">{placeLine(open.item)}</p>
      {text !== '' && (
        <p class="detail-caption" lang={language} dir={direction}>
          {text}
        </p>
      )}
      {beside !== undefined && (
        <div class="detail-beside" lang={beside.language} dir={beside.direction}>
          <p class="detail-beside-title">{beside.title}</p>
          <p>{beside.text}</p>
        </div>
      )}
      <SearchWith item={open.item} />
      <Facts item={open.item} />
    </div>
  )
}

function Deeds({ open }: { readonly open: OpenPostcard }) {
  const { item, recommendation } = open
  const acted = (recommendation ?? { item }) as Recommendation
  return (
    <div class="detail-deeds">
      <CardActions recommendation={acted} onDismiss={closeItem} />
      <ButButton item={item} label />
      {recommendation !== undefined && (
        <button type="button" class="button" onClick={() => void askWhy(recommendation)}>
          <Icon name="why" />
          {say().card.why}
        </button>
      )}
      {isOwn(item) && (
        <button
          type="button"
          class="button"
          onClick={() => {
            closeItem()
            void removeOwn(item.id)
          }}
        >
          <Icon name="erase" />
          {say().detail.takeOut}
        </button>
      )}
    </div>
  )
}

/** One postcard, large, with its words in both languages and its relations. */
export function DetailDialog() {
  const open = openPostcard.value
  const top = useRef<HTMLDivElement>(null)
  const itemId = open?.item.id

  useEffect(() => {
    if (itemId !== undefined) top.current?.closest('dialog')?.scrollTo({ top: 0 })
  }, [itemId])

  return (
    <Dialog
      open={openItem.value !== undefined && open !== undefined}
      onClose={() => {
        if (openItem.peek() !== undefined) closeItem()
      }}
      title={open === undefined ? '' : captionOf(open.item).title}
      shape="wide"
      testId="detail"
    >
      {open !== undefined && (
        <div ref={top} class="detail" data-item-id={open.item.id}>
          <CardMedia key={open.item.id} played={open.recommendation ?? { item: open.item }} eager hovered />
          <Words open={open} />
          <Deeds open={open} />
          <RelatedStrips />
        </div>
      )}
    </Dialog>
  )
}
