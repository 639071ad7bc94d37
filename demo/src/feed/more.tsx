import { useEffect, useRef } from 'preact/hooks'
import { say } from '../language/texts.js'
import { listing, showMore } from '../state/listing.js'
import { largeCount } from '../state/session.js'
import { Skeletons } from './skeletons.js'

/** How far ahead of the window the next page is asked for: a wheel goes through many small cards at once. */
const AHEAD = largeCount === undefined ? 600 : 3000

/** The end of the list: fetches more as it comes near, and by a press for those who do not scroll. */
export function More() {
  const end = useRef<HTMLDivElement>(null)
  const { state, page, entries } = listing.value
  const hasMore = page?.hasMore === true

  useEffect(() => {
    const element = end.current
    if (element === null || !hasMore) return undefined
    const watcher = new IntersectionObserver(
      (seen) => seen.some(({ isIntersecting }) => isIntersecting) && void showMore(),
      {
        rootMargin: `${AHEAD}px`,
      },
    )
    watcher.observe(element)
    return () => watcher.disconnect()
  }, [hasMore, entries.length])

  if (!hasMore) return entries.length > 0 ? <p class="list-end">{say().feed.end}</p> : null
  return (
    <div ref={end} class="more">
      {state === 'loading-more' && largeCount === undefined && <Skeletons count={4} />}
      <button type="button" class="button" disabled={state === 'loading-more'} onClick={() => void showMore()}>
        {say().feed.more}
      </button>
    </div>
  )
}
