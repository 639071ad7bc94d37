import type { RankOptions } from '../pipeline/options.js'
import { type RankingContext, related } from '../pipeline/rank.js'
import type { RankedList } from '../pipeline/ranked-list.js'
import { chosenItems } from '../profile/profile.js'
import type { Signal } from '../score/signal.js'
import type { Interaction, InteractionType } from '../types.js'
import { repeats } from './repeats.js'
import { evidenceOf, shelfList } from './shelf-list.js'
import { trendScores } from './trending.js'

/** Types that say an item was looked at. */
const SEEN: readonly InteractionType[] = ['view', 'dwell', 'play', 'like', 'save', 'purchase', 'share']
/** Types worth a list of their own: "because you ...". */
const TELLING: readonly InteractionType[] = ['view', 'dwell', 'play', 'like', 'save', 'purchase', 'share']

/**
 * What more people like than usual, strongest first: see `trendScores`. Items without likes by period are not in it; where no item has
 * any, the list is empty, for popularity without time is no trend.
 * @throws `unknown-option`, `invalid-argument`
 */
export function trending(context: RankingContext, options: RankOptions = {}): RankedList {
  const { catalogue } = context
  const likes = (index: number) =>
    catalogue.hasPart(index, 'likesByPeriod') ? catalogue.itemAt(index)?.likesByPeriod : undefined
  const scores = trendScores(Array.from({ length: catalogue.extent }, (_, index) => likes(index)))
  return shelfList(context, options, {
    indexes: Array.from(scores.keys()).filter((index) => (scores[index] as number) > 0),
    signals: (candidates) => [
      {
        name: 'trend',
        weight: 1,
        absolute: true,
        values: Float64Array.from(candidates, (index) => scores[index] ?? 0),
      },
    ],
  })
}

/**
 * What the person may want to buy or play again: see `repeats`. Empty where nothing was bought or played.
 * @param log every interaction, oldest first. @throws `unknown-option`, `invalid-argument`
 */
export function again(context: RankingContext, log: readonly Interaction[], options: RankOptions = {}): RankedList {
  const { catalogue, now = 0 } = context
  const found = repeats(log, now).flatMap(({ itemId, times, strength }) => {
    const index = catalogue.indexOf(itemId)
    return index === undefined ? [] : [{ index, strength, times }]
  })
  const entries = found.flatMap(({ index, times }) => times.map((time) => ({ index, ...time })))
  return shelfList(context, options, {
    indexes: found.map(({ index }) => index),
    signals: (candidates) => [pastSignal('repeat', candidates, entries)],
  })
}

/** Most items that are remembered as seen. */
const MOST_SEEN = 200

/** What was looked at, the last first, whether it was liked or not. @param log every interaction, oldest first. */
export function recentlySeen(
  context: RankingContext,
  log: readonly Interaction[],
  options: RankOptions = {},
): RankedList {
  const { catalogue } = context
  const last = new Map<number, Interaction>()
  for (const interaction of log) {
    const index = catalogue.indexOf(interaction.itemId ?? '')
    if (index === undefined || !SEEN.includes(interaction.type)) continue
    last.delete(index)
    last.set(index, interaction)
  }
  const entries = [...last]
    .reverse()
    .slice(0, MOST_SEEN)
    .map(([index, interaction], place) => ({ index, interaction, strength: 1 / (1 + place) }))
  return shelfList(
    context,
    { diversity: 0, ...options },
    {
      indexes: entries.map(({ index }) => index),
      signals: (candidates) => [pastSignal('recency', candidates, entries)],
    },
  )
}

/** "Because you viewed ...": items like the last one that was dealt with, less what was chosen already. */
export interface BecauseOf {
  readonly itemId: string
  readonly type: InteractionType
  readonly list: RankedList
}

/**
 * @param log every interaction, oldest first.
 * @returns undefined where nothing was dealt with that can be compared.
 */
export function becauseOf(
  context: RankingContext,
  log: readonly Interaction[],
  options: RankOptions = {},
): BecauseOf | undefined {
  const { catalogue, profile } = context
  const compared = (itemId: string | undefined) => {
    const index = itemId === undefined ? undefined : catalogue.indexOf(itemId)
    return index !== undefined && catalogue.modalities.some((medium) => catalogue.modality(medium)?.has(index) === true)
  }
  const last = log.findLast(({ type, itemId }) => TELLING.includes(type) && compared(itemId))
  if (last?.itemId === undefined) return undefined
  const { itemId, type } = last
  return { itemId, type, list: related(context, itemId, options, chosenItems(profile)) }
}

interface PastEntry {
  readonly index: number
  readonly interaction: Interaction
  readonly strength: number
}

/** What past interactions with an item give to that item itself. */
function pastSignal(name: 'repeat' | 'recency', candidates: Int32Array, entries: readonly PastEntry[]): Signal {
  const slots = new Map(Array.from(candidates, (index, j) => [index, j]))
  const here = entries.filter(({ index }) => slots.has(index))
  const values = new Float64Array(candidates.length)
  for (const { index, strength } of here) {
    const j = slots.get(index) ?? 0
    values[j] = (values[j] as number) + strength
  }
  const term = (k: number, j: number) => (here[k]?.index === candidates[j] ? (here[k]?.strength ?? 0) : 0)
  const evidence = here.map(({ interaction, strength }) => evidenceOf(interaction, strength))
  const terms = { evidence, magnitude: 0, means: new Float64Array(here.length), term }
  return { name, weight: 1, absolute: true, values, terms }
}
