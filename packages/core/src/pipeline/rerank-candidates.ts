import type { Catalogue } from '../catalogue/catalogue.js'
import { tasteExplorer } from '../explore/taste-explorer.js'
import type { Profile } from '../profile/profile.js'
import type { RerankCandidates } from '../rerank/draft.js'
import type { ScoredCandidates } from '../score/score.js'
import type { ModalityWeights, SimilarTo } from '../similarity/fused-similarity.js'
import type { AttributeValue, Modality } from '../types.js'

export interface RerankCandidatesInput {
  readonly catalogue: Catalogue
  readonly scored: ScoredCandidates
  readonly profile: Profile
  readonly similarTo: SimilarTo
  readonly modalityWeights: ModalityWeights
  readonly now: number
}

/** What the re-ranking steps may ask about the candidates of a list. */
export function rerankCandidates(input: RerankCandidatesInput): RerankCandidates {
  const { catalogue, scored, profile, similarTo, now } = input
  const { candidates, scores } = scored
  const idAt = (j: number) => catalogue.idAt(candidates[j] ?? -1) ?? ''
  const added = catalogue.fact('addedAt')
  const wanted = new Set(profile.evidence.filter(({ weight }) => weight > 0).map(({ itemId }) => itemId))
  const media = mediaOf(catalogue)
  const explorer = tasteExplorer(input)
  return {
    scores,
    now,
    itemId: idAt,
    attributes: (j) => catalogue.itemAt(candidates[j] ?? -1)?.attributes,
    addedAt: (j) => {
      const at = added[candidates[j] ?? -1] ?? -1
      return at < 0 ? undefined : at
    },
    modalities: (j) => media(candidates[j] ?? -1),
    impressions: (j) => {
      const id = idAt(j)
      return wanted.has(id) ? 0 : (profile.impressions.get(id) ?? 0)
    },
    similarTo: (j) => {
      const similarity = similarTo(candidates[j] ?? -1)
      return (other) => (other === j ? 1 : similarity(candidates[other] ?? -1))
    },
    propensities: (eligible, options) =>
      explorer(
        eligible.map((j) => candidates[j] ?? -1),
        options,
      ),
    wantedShares: (attribute) => historyShares(input, attribute),
  }
}

function mediaOf(catalogue: Catalogue): (index: number) => Modality[] {
  const present = catalogue.modalities.flatMap((modality) => {
    const rows = catalogue.modality(modality)
    return rows === undefined ? [] : [{ modality, rows }]
  })
  return (index) => present.filter(({ rows }) => rows.has(index)).map(({ modality }) => modality)
}

/** How what the person chose spreads over the values of an attribute; each item is divided evenly among its values. */
function historyShares({ catalogue, scored }: RerankCandidatesInput, attribute: string): Map<string, number> {
  const sums = new Map<string, number>()
  let total = 0
  for (const { itemId, currentWeight } of scored.history) {
    const attributes = catalogue.itemAt(catalogue.indexOf(itemId) ?? -1)?.attributes
    if (!(currentWeight > 0) || attributes === undefined || !Object.hasOwn(attributes, attribute)) continue
    const values: readonly AttributeValue[] = [attributes[attribute] ?? []].flat()
    for (const value of values) {
      sums.set(String(value), (sums.get(String(value)) ?? 0) + currentWeight / values.length)
      total += currentWeight / values.length
    }
  }
  return new Map([...sums].map(([value, sum]) => [value, sum / total]))
}
