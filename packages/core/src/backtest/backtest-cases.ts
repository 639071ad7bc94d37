import { isChoice } from '../profile/interaction-weights.js'
import type { Interaction } from '../types.js'

/** A moment of the past at which the person chose an item. */
export interface BacktestCase {
  readonly itemId: string
  /** Milliseconds since 1970. */
  readonly at: number
  /** Sequence number of the choice. */
  readonly sequence: number
  /** `name:value` labels of the circumstances. */
  readonly context?: readonly string[]
}

export interface BacktestCasesOptions {
  /** Default: the usual one. */
  readonly mode?: string
  /** The last so many choices. */
  readonly most: number
}

/**
 * The choices of one mode that lists can be held against, oldest first: the first time each item was liked, saved or bought,
 * from the second item on, for before the first there is no choice to rank by.
 */
export function backtestCases(log: readonly Interaction[], { mode, most }: BacktestCasesOptions): BacktestCase[] {
  const cases = new Map<string, BacktestCase>()
  for (const { type, itemId, mode: own, at, sequence, context } of log) {
    if (itemId === undefined || own !== mode || !isChoice(type) || cases.has(itemId)) continue
    cases.set(itemId, { itemId, at, sequence, ...(context === undefined ? {} : { context }) })
  }
  const all = [...cases.values()].slice(1)
  return all.slice(Math.max(0, all.length - most))
}

/**
 * What was known just before a choice. That the item was shown, opened or searched out on the way to it would give the answer
 * away, so all that was done with this very item is left out.
 */
export function logBefore(
  log: readonly Interaction[],
  { itemId, sequence }: Pick<BacktestCase, 'itemId' | 'sequence'>,
): Interaction[] {
  return log.filter((interaction) => interaction.sequence < sequence && interaction.itemId !== itemId)
}
