import { useEffect, useRef } from 'preact/hooks'
import { listing, showMore } from '../state/listing.js'
import { Skeletons } from './skeletons.js'

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
        rootMargin: '600px',
      },
    )
    watcher.observe(element)
    return () => watcher.disconnect()
  }, [hasMore, entries.length])

  if (!hasMore) return entries.length > 0 ? <p class="list-end">That is every postcard there is.</p> : null
  return (
    <div ref={end} class="more">
      {state === 'loading-more' && <Skeletons count={4} />}
      <button type="button" class="button" disabled={state === 'loading-more'} onClick={() => void showMore()}>
        Show more postcards
      </button>
    </div>
  )
}
