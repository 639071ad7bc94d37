import { useSignal } from '@preact/signals'
import type { Item } from 'locavore'
import { say } from '../language/texts.js'
import { Thumbnail } from '../large/thumbnails/thumbnail.js'
import { largeCount } from '../state/session.js'
import { pictureText, seedOf } from './caption.js'

interface PictureProps {
  readonly item: Item
  /** Left out where words beside it already say what it shows. */
  readonly described?: boolean
  readonly eager?: boolean
}

/** The picture of an item in a box that keeps its place while it loads. */
export function Picture({ item, described = false, eager = false }: PictureProps) {
  const broken = useSignal(false)
  const seed = largeCount === undefined ? undefined : seedOf(item)
  if (seed !== undefined && item.image === undefined) {
    return <Thumbnail seed={seed} text={described ? pictureText(item) : ''} large={eager} />
  }
  if (item.image === undefined || broken.value) {
    return (
      <span class="picture picture-missing">
        <span>{say().card.noPicture}</span>
      </span>
    )
  }
  return (
    <span class="picture">
      <img
        src={item.image}
        alt={described ? pictureText(item) : ''}
        width={640}
        height={480}
        loading={eager ? 'eager' : 'lazy'}
        decoding="async"
        onError={() => {
          broken.value = true
        }}
      />
    </span>
  )
}
