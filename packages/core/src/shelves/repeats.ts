import type { Interaction, InteractionType } from '../types.js'

/** An item the person dealt with, and how much speaks for dealing with it again. */
export interface Repeat {
  readonly itemId: string
  /** Above 0. */
  readonly strength: number
  /** What each time gave to `strength`, in the order of the log. */
  readonly times: readonly { readonly interaction: Interaction; readonly strength: number }[]
}

/** Types that are done again. */
export const REPEATED_TYPES: readonly InteractionType[] = ['purchase', 'play']
/** Part of something played under which it was not played. */
const LEAST_PLAYED = 0.3
const HOUR = 3_600_000

/**
 * What may be wanted again: `sum over the times of (hours since + 1)^-0.5`, the base-level activation of ACT-R (Anderson and
 * Schooler, Psychological Science 1991) that predicts what music is played again (Reiter-Haas et al., RecSys 2021). Of what is
 * bought, that is held back until about as long has passed as between its purchases, or between those of anything that was bought
 * twice (after the repeat purchases of Bhagat et al., KDD 2018): nobody needs a second one the same evening.
 * @param log oldest first. Later refusals of an item take it out. @param now milliseconds since 1970
 */
export function repeats(log: readonly Interaction[], now: number, types = REPEATED_TYPES): Repeat[] {
  const byItem = new Map<string, Interaction[]>()
  for (const interaction of log) {
    const { itemId, type, value = 1 } = interaction
    if (itemId === undefined) continue
    if (type === 'dislike' || type === 'hide') byItem.delete(itemId)
    else if (types.includes(type) && (type !== 'play' || value >= LEAST_PLAYED)) {
      const times = byItem.get(itemId)
      if (times === undefined) byItem.set(itemId, [interaction])
      else times.push(interaction)
    }
  }
  const usual = median([...byItem.values()].flatMap((times) => gapOf(times) ?? []))
  return [...byItem].map(([itemId, times]) => {
    const held = heldBack(times, usual, now)
    const given = times.map((interaction) => ({
      interaction,
      strength: held * (Math.max(0, now - interaction.at) / HOUR + 1) ** -0.5,
    }))
    return { itemId, times: given, strength: given.reduce((sum, { strength }) => sum + strength, 0) }
  })
}

/** 1 once it is due; close to 0 just after it was bought. What is played is always due. */
function heldBack(times: readonly Interaction[], usual: number | undefined, now: number): number {
  const last = times.at(-1)
  if (last === undefined || last.type !== 'purchase') return 1
  const gap = gapOf(times) ?? usual
  if (gap === undefined) return 1
  const waited = Math.max(0, now - last.at) / gap
  return waited >= 1 ? 1 : Math.max(1e-6, waited) ** 2
}

/** Mean time between its purchases; undefined with fewer than two. */
function gapOf(times: readonly Interaction[]): number | undefined {
  const bought = times.filter(({ type }) => type === 'purchase').map(({ at }) => at)
  if (bought.length < 2) return undefined
  const gap = (Math.max(...bought) - Math.min(...bought)) / (bought.length - 1)
  return gap > 0 ? gap : undefined
}

function median(values: readonly number[]): number | undefined {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)]
}
