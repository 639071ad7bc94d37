import { decayAt } from '../profile/decay.js'
import type { Profile } from '../profile/profile.js'
import type { ScoreConstants } from '../score/constants.js'
import { type CentredQuery, centreQueries, queryFromItem } from '../score/query-similarity.js'
import type { WeightedWords } from '../score/word-taste.js'
import { type ModalityWeights, modalityWeight } from '../similarity/fused-similarity.js'
import type { Modality } from '../types.js'
import type { RankingContext } from './rank.js'

/** How many times a medium counts that the person wants most of. */
const MOST_OF_A_MEDIUM = 4

/** The constants with the person's own weights of media: from nothing at -1 over what it was at 0 to four times that at 1. */
export function steeredConstants(constants: ScoreConstants, profile: Profile): ScoreConstants {
  const weights: Partial<Record<Modality, number>> = { ...constants.modalityWeights }
  for (const { modality, value } of profile.settings) {
    if (modality === undefined) continue
    const factor = value < 0 ? 1 + value : 1 + (MOST_OF_A_MEDIUM - 1) * value
    weights[modality] = modalityWeight(constants.modalityWeights, modality) * factor
  }
  const modalityWeights: ModalityWeights = weights
  return { ...constants, modalityWeights }
}

/**
 * The words of the profile that have embeddings, as they weigh today. Said about an item, they and the item add up to one
 * vector, each as much as the other: "like this, but ...".
 */
export function embeddedWords(context: RankingContext, halfLife: number): WeightedWords[] {
  const { catalogue, profile, wordEmbeddings } = context
  if (wordEmbeddings === undefined) return []
  return profile.words.flatMap(({ words, type, weight, clock, itemId }): WeightedWords[] => {
    const embeddings = wordEmbeddings.get(words) ?? []
    const item = itemId === undefined ? [] : aboutItem(context, itemId)
    if (embeddings.length === 0 || item === undefined) return []
    const said = centreQueries(catalogue, embeddings).map((query) => ({ ...query, thing: 'words' }))
    const currentWeight = weight * decayAt(profile.clock - clock, halfLife)
    return [{ part: type === 'steer' ? 'steering' : 'words', weight: currentWeight, queries: [...said, ...item] }]
  })
}

/** Undefined if the item is gone: what was said about it means nothing without it. */
function aboutItem({ catalogue }: RankingContext, itemId: string): CentredQuery[] | undefined {
  const index = catalogue.indexOf(itemId)
  if (index === undefined) return undefined
  return queryFromItem(catalogue, index).map((query) => ({ ...query, thing: 'item' }))
}
