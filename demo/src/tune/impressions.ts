import type { Recommendation } from 'locavore'
import { paused, recommender } from '../state/connection.js'

/** How long half of a picture must be in sight to have been seen: the words below it may be out of a small window for ever. */
const SEEN_AFTER = 1000

/** Once per list and postcard. */
const noted = new Set<string>()

async function note({ item, listId, position, propensity }: Recommendation): Promise<void> {
  const key = `${listId} ${item.id}`
  if (noted.has(key) || paused.value) return
  noted.add(key)
  const chance = propensity === undefined ? {} : { propensity }
  // A postcard that was seen but could not be noted is only less known.
  await (await recommender())
    .record({ type: 'impression', itemId: item.id, listId, position, ...chance })
    .catch(() => noted.delete(key))
}

/**
 * Notes that a postcard was really seen: what was shown and left alone tells as much as what was opened, and rest, discovery and
 * predictions are made of it. Returns the way to stop watching.
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
  watcher.observe(card.querySelector('.picture') ?? card)
  return () => {
    clearTimeout(timer)
    watcher.disconnect()
  }
}
