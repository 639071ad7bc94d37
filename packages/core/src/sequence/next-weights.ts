import type { ContentSimilarity } from '../artefacts/content-table.js'
import type { ItemHistory } from '../collaborative/item-history.js'

/** How the last few events weigh in what comes next. */
export interface NextOptions {
  /** Events looked back on (default 3). */
  readonly length?: number
  /** What an event counts against the one after it (default 0.5). */
  readonly fade?: number
}

/**
 * Event weights for a table of transitions: the last event 1, the one before it `fade`, and so on; only what was liked. With
 * them `neighbourSignal` says what follows the last few.
 * @returns `[events]`
 */
export function lastWeights({ weights }: ItemHistory, { length = 3, fade = 0.5 }: NextOptions = {}): Float64Array {
  const out = new Float64Array(weights.length)
  let place = 0
  for (let k = weights.length - 1; k >= 0 && place < length; k -= 1) {
    if (!((weights[k] as number) > 0)) continue
    out[k] = fade ** place
    place += 1
  }
  return out
}

/**
 * Event weights from the person's own past alone: what came after events like the last one, each by how like it was. With them
 * `contentSignal` looks for what is like those followers: "after a thriller, a comedy" without ever having seen either.
 * @returns `[events]`
 */
export function ownNextWeights(
  { items, weights }: ItemHistory,
  content: ContentSimilarity,
  power: number,
): Float64Array {
  const out = new Float64Array(weights.length)
  const liked = Array.from(weights.keys()).filter((k) => (weights[k] as number) > 0)
  const last = liked.at(-1)
  if (last === undefined) return out
  const cosines = content.cosines(items[last] as number).slice()
  for (let place = 1; place < liked.length; place += 1) {
    const before = items[liked[place - 1] as number] as number
    out[liked[place] as number] = Math.max(0, cosines[before] as number) ** power
  }
  return out
}
