import { useSignal } from '@preact/signals'
import { useLayoutEffect } from 'preact/hooks'
import { say } from '../../language/texts.js'
import { wantThumbnail } from './thumbnails.js'

/** Pixels across: for a card, and for the large view. */
const SMALL = 320
const LARGE = 640

interface ThumbnailProps {
  readonly seed: number
  /** What it shows; empty where words beside it say so. */
  readonly text: string
  readonly large?: boolean
}

/** The picture of a generated postcard, drawn while it is here. */
export function Thumbnail({ seed, text, large = false }: ThumbnailProps) {
  const address = useSignal<string | undefined>(undefined)
  const failed = useSignal(false)
  const width = large ? LARGE : SMALL

  useLayoutEffect(() => {
    failed.value = false
    address.value = undefined
    return wantThumbnail({
      seed,
      width,
      onDrawn: (drawn) => {
        address.value = drawn
      },
      onFailed: () => {
        failed.value = true
      },
    })
  }, [seed, width])

  if (failed.value) {
    return (
      <span class="picture picture-missing">
        <span>{say().card.noPicture}</span>
      </span>
    )
  }
  // An image, not a canvas: every canvas would be a layer of its own, and all layers are gone through for every frame.
  return (
    <span class="picture" data-state={address.value === undefined ? 'waiting' : 'drawn'} data-testid="thumbnail">
      {address.value !== undefined && (
        <img
          src={address.value}
          alt={text}
          width={width}
          height={(width * 3) / 4}
          decoding="async"
          onError={() => {
            failed.value = true
          }}
        />
      )}
    </span>
  )
}
