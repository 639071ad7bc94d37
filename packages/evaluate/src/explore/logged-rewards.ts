import { type Interaction, interactionWeight } from '@locavore/core'
import type { LoggedReward } from './off-policy.js'

/** An exploring place as a log holds it: what was shown there, with what chance, and what came of it. */
export interface LoggedPlace {
  readonly itemId: string
  readonly listId?: string
  readonly position?: number
  /** In (0, 1]. */
  readonly propensity: number
  /** 1 if the person chose it, by this list, else 0. */
  readonly reward: number
}

/** A like: what weighs less was no choice. */
const CHOSEN = 1

/**
 * The exploring places in a log, such as the `interactions` of an export: impressions with a propensity, one for every list and
 * item, oldest first. A later choice of the item counts for the list it names; without one, for the last that showed it.
 */
export function loggedPlaces(log: readonly Interaction[]): LoggedPlace[] {
  const places = new Map<string, LoggedPlace>()
  const lastShown = new Map<string, string>()
  for (const interaction of log) {
    const { type, itemId, listId, position, propensity } = interaction
    if (itemId === undefined) continue
    if (type === 'impression') {
      const key = keyOf(itemId, listId)
      lastShown.set(itemId, key)
      if (propensity === undefined || places.has(key)) continue
      const where = { ...(listId === undefined ? {} : { listId }), ...(position === undefined ? {} : { position }) }
      places.set(key, { itemId, ...where, propensity, reward: 0 })
    } else if (interactionWeight(interaction) >= CHOSEN) {
      const key = listId === undefined ? lastShown.get(itemId) : keyOf(itemId, listId)
      const place = key === undefined ? undefined : places.get(key)
      if (key !== undefined && place !== undefined) places.set(key, { ...place, reward: 1 })
    }
  }
  return [...places.values()]
}

/**
 * What `ips` and `snips` need, for another ranking.
 * @param targetOf with what chance the other ranking would have shown this item at this place, in [0, 1].
 */
export function loggedRewards(log: readonly Interaction[], targetOf: (place: LoggedPlace) => number): LoggedReward[] {
  return loggedPlaces(log).map((place) => ({
    reward: place.reward,
    logged: place.propensity,
    target: targetOf(place),
  }))
}

function keyOf(itemId: string, listId = ''): string {
  return `${listId} ${itemId}`
}
