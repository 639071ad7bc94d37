import type { Recommendation } from 'locavore'
import { recommender } from '../state/connection.js'
import { learntSinceFeed } from '../state/marks.js'

/** Where something was played: the item, and the list that showed it. */
export type Played = Pick<Recommendation, 'item'> & Partial<Pick<Recommendation, 'listId' | 'position'>>

/** Less than this was a slip of the finger. */
const LEAST = 0.03
/** Between two reports of a playing element lies a quarter of a second; more is a jump, not listening. */
const LONGEST_STEP = 1

/** Adds up what was really heard or seen, in one go from play to pause. */
export interface Listening {
  /** Tells where the element is now, in seconds. */
  at(seconds: number): void
  /** The share of the whole that was played, and begins anew. */
  finish(duration: number): number
}

export function createListening(): Listening {
  let [last, heard] = [0, 0]
  return {
    at(seconds) {
      const step = seconds - last
      if (step > 0 && step < LONGEST_STEP) heard += step
      last = seconds
    },
    finish(duration) {
      const share = duration > 0 && Number.isFinite(duration) ? Math.min(1, heard / duration) : 0
      heard = 0
      return share
    },
  }
}

/** Keeps on this device that so much of it was played. @param seconds of the whole; 0 if that is not known */
export async function recordPlay({ item, listId, position }: Played, share: number, seconds: number): Promise<void> {
  if (share < LEAST) return
  const recorded = await (await recommender()).record({
    type: 'play',
    itemId: item.id,
    value: Math.round(share * 1000) / 1000,
    ...(seconds > 0 ? { length: Math.round(seconds * 1000) } : {}),
    ...(listId === undefined ? {} : { listId }),
    ...(position === undefined ? {} : { position }),
  })
  if (recorded !== undefined) learntSinceFeed.value += 1
}
