import { useSignal } from '@preact/signals'
import type { RefObject } from 'preact'
import { useEffect, useId, useRef } from 'preact/hooks'
import { say } from '../language/texts.js'
import { messageOf } from '../state/messages.js'
import { showToast } from '../ui/toasts.js'
import { activePlayer } from './active.js'
import { createListening, type Played, recordPlay } from './listened.js'
import type { Medium } from './medium.js'

export interface Player {
  /** The element that plays: on the page only while it is on, so that nothing is loaded before. */
  readonly element: RefObject<(HTMLVideoElement & HTMLAudioElement) | null>
  readonly on: boolean
  readonly playing: boolean
  readonly seconds: number
  /** 0 while it is not known. */
  readonly duration: number
  toggle(): void
  seek(seconds: number): void
  /** What the element tells. */
  readonly told: {
    onTimeUpdate(): void
    onSeeking(): void
    onLoadedMetadata(): void
    onPlay(): void
    onPause(): void
    onEnded(): void
    onError(): void
  }
}

function tellUnplayable(error: unknown): void {
  // To be turned off while it loads is no failure.
  if (error instanceof DOMException && error.name === 'AbortError') return
  showToast(say().player.failed(messageOf(error)), { tone: 'problem' })
}

const turnOff = (id: string): void => {
  if (activePlayer.peek() === id) activePlayer.value = undefined
}

/** Plays one medium of one postcard, and keeps how much of it was played. */
export function usePlayer(played: Played, medium: Medium): Player {
  const id = useId()
  const on = activePlayer.value === id
  const element = useRef<HTMLVideoElement & HTMLAudioElement>(null)
  const listening = useRef(createListening())
  const startAt = useRef(0)
  const playing = useSignal(false)
  const seconds = useSignal(0)
  const duration = useSignal(medium.seconds ?? 0)

  const report = (): void => {
    const share = listening.current.finish(duration.peek())
    void recordPlay(played, share, duration.peek()).catch(() => undefined)
  }

  useEffect(() => {
    const started = element.current
    if (!on || started === null) return undefined
    const hide = (): void => {
      if (document.visibilityState === 'hidden') started.pause()
    }
    started.currentTime = startAt.current
    started.play().catch(tellUnplayable)
    document.addEventListener('visibilitychange', hide)
    return () => {
      document.removeEventListener('visibilitychange', hide)
      started.pause()
      report()
      playing.value = false
      seconds.value = 0
      startAt.current = 0
    }
  }, [on])

  useEffect(() => () => turnOff(id), [id])

  const follow = (): void => {
    const now = element.current?.currentTime ?? 0
    listening.current.at(now)
    seconds.value = now
  }
  return {
    element,
    on,
    playing: playing.value,
    seconds: seconds.value,
    duration: duration.value,
    toggle() {
      const started = element.current
      if (!on || started === null) activePlayer.value = id
      else if (started.paused) started.play().catch(tellUnplayable)
      else started.pause()
    },
    seek(to) {
      startAt.current = to
      if (on && element.current !== null) element.current.currentTime = to
      else activePlayer.value = id
    },
    told: {
      onTimeUpdate: follow,
      onSeeking: follow,
      onLoadedMetadata() {
        const known = element.current?.duration ?? 0
        if (medium.seconds === undefined && Number.isFinite(known)) duration.value = known
      },
      onPlay() {
        playing.value = true
      },
      onPause() {
        follow()
        report()
        playing.value = false
      },
      onEnded: () => turnOff(id),
      onError() {
        tellUnplayable(new Error(say().player.missing))
        turnOff(id)
      },
    },
  }
}
