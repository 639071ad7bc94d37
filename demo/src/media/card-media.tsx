import type { Item } from 'locavore'
import { useEffect, useRef } from 'preact/hooks'
import { captionOf } from '../feed/caption.js'
import { Picture } from '../feed/picture.js'
import type { Played } from './listened.js'
import { type Medium, mediumOf } from './medium.js'
import { PlayerControls } from './player-controls.js'
import { usePlayer } from './use-player.js'

interface CardMediaProps {
  readonly played: Played
  readonly eager?: boolean
  /** True while a mouse rests on the card: a clip then moves, without its sound. */
  readonly hovered?: boolean
}

const still = matchMedia('(prefers-reduced-motion: reduce)')

/** A clip moving without sound, as a glimpse. */
function Preview({ address }: { readonly address: string }) {
  const element = useRef<HTMLVideoElement>(null)
  useEffect(() => {
    element.current?.play().catch(() => undefined)
  }, [])
  return <video ref={element} class="clip" src={address} muted loop playsInline tabIndex={-1} data-testid="preview" />
}

interface PlayableProps extends CardMediaProps {
  readonly medium: Medium
}

function Playable({ played, medium, hovered = false }: PlayableProps) {
  const player = usePlayer(played, medium)
  const { element, on, told } = player
  const { title } = captionOf(played.item)
  const clip = medium.kind === 'clip'
  const Element = clip ? 'video' : 'audio'
  return (
    <>
      {on && <Element ref={element} class={clip ? 'clip' : ''} src={medium.address} playsInline {...told} />}
      {!on && clip && hovered && !still.matches && <Preview address={medium.address} />}
      <PlayerControls player={player} medium={medium} title={title} />
    </>
  )
}

/** The picture of a postcard, and over it the player of its sound or clip. */
export function CardMedia({ played, eager = false, hovered = false }: CardMediaProps) {
  const { item } = played
  const medium = mediumOf(item)
  const picture = <Cover item={item} eager={eager} />
  if (medium === undefined) return picture
  return (
    <div class={`card-media card-media-${medium.kind}`} data-medium={medium.kind}>
      {picture}
      <Playable key={medium.address} played={played} medium={medium} hovered={hovered} />
    </div>
  )
}

function Cover({ item, eager }: { readonly item: Item; readonly eager: boolean }) {
  if (item.image === undefined && mediumOf(item) !== undefined) return <span class="picture picture-none" />
  return <Picture item={item} described eager={eager} />
}
