import { effect } from '@preact/signals'
import type { Recommendation } from 'locavore'
import { paused, recommender } from '../state/connection.js'
import { recordsImpressions } from './settings.js'

/** How long half of a postcard must be in sight to have been seen. */
const SEEN_AFTER = 1000

/** Once per list and postcard. */
const noted = new Set<string>()

async function note({ item, listId, position, propensity }: Recommendation): Promise<void> {
  const key = `${listId} ${item.id}`
  if (noted.has(key) || paused.value) return
  noted.add(key)
  const chance = propensity === undefined ? {} : { propensity }
  // A postcard that was seen but could not be noted is only less rested.
  await (await recommender())
    .record({ type: 'impression', itemId: item.id, listId, position, ...chance })
    .catch(() => noted.delete(key))
}

/**
 * Notes that a postcard was seen, for those who asked for rest or discovery. Returns the way to stop watching.
 */
export function watchSeen(card: Element, recommendation: Recommendation): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined
  const watcher = new IntersectionObserver(
    ([entry]) => {
      clearTimeout(timer)
      if (entry?.isIntersecting) timer = setTimeout(() => void note(recommendation), SEEN_AFTER)
    },
    { threshold: 0.5 },
  )
  const stop = effect(() => {
    if (recordsImpressions.value) watcher.observe(card)
    else watcher.disconnect()
  })
  return () => {
    stop()
    clearTimeout(timer)
    watcher.disconnect()
  }
}
