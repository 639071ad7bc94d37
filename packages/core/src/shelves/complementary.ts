import type { RankOptions } from '../pipeline/options.js'
import type { RankingContext } from '../pipeline/rank.js'
import type { RankedList } from '../pipeline/ranked-list.js'
import { relationGraph } from '../relations/relation-graph.js'
import { relationSignal } from '../relations/relation-signal.js'
import { SCORE_CONSTANTS } from '../score/constants.js'
import type { Signal } from '../score/signal.js'
import { fusedSimilarity } from '../similarity/fused-similarity.js'
import { shelfList } from './shelf-list.js'

/** What likeness takes away, against what liking together gives: a second of the same is a substitute. */
const LIKENESS = 0.5
/** A tie that the site itself published says more than any count. */
const TIE_WEIGHT = 6
const ASKED_WEIGHT = 4

/**
 * What goes with an item without being another of its kind: what the site ties to it as `complement`, and what people like
 * together with it though it is unlike it (McAuley et al., KDD 2015, who tell complements from substitutes by the same two signs).
 * Empty where the site published neither ties nor item-to-item weights.
 * @throws `unknown-item`, `unknown-option`, `invalid-argument`
 */
export function complementary(context: RankingContext, itemId: string, options: RankOptions = {}): RankedList {
  const { catalogue, similarities, learnt } = context
  const index = catalogue.require(itemId)
  const ties = [...relationGraph(catalogue, context.relations).tiesOf(index)]
  const complements = new Map(ties.filter(([, { relation }]) => relation === 'complement'))
  const together = likedTogether(context, index)
  const { modalityWeights } = { ...SCORE_CONSTANTS, ...context.constants }
  const likeness = fusedSimilarity(catalogue, similarities, modalityWeights)(index)
  const from = [{ itemId, index, weight: ASKED_WEIGHT }]
  return shelfList(context, options, {
    indexes: [...complements.keys(), ...together.keys()],
    hidden: [itemId],
    askedItemId: itemId,
    signals: (candidates) => {
      const graph = { empty: complements.size === 0, tiesOf: () => complements }
      const site = relationSignal({ graph, from, candidates, weight: TIE_WEIGHT })
      if (learnt?.itemWeights === undefined) return site === undefined ? [] : [site]
      // In parts of the strongest, not in deviations: whatever is here goes with the item, the least of it too.
      const most = Math.max(Number.MIN_VALUE, ...together.values())
      const people: Signal = {
        name: 'neighbours',
        weight: 1,
        absolute: true,
        values: Float64Array.from(candidates, (other) => (together.get(other) ?? 0) / most),
      }
      const unlike: Signal = {
        name: 'query',
        weight: -LIKENESS,
        absolute: true,
        values: Float64Array.from(candidates, (other) => Math.max(0, likeness(other))),
      }
      return site === undefined ? [people, unlike] : [site, people, unlike]
    },
  })
}

/** What one event on the item adds to others, where it adds anything, by index. */
function likedTogether({ catalogue, learnt }: RankingContext, index: number): Map<number, number> {
  const found = new Map<number, number>()
  if (learnt?.itemWeights === undefined) return found
  const row = learnt.rowsOf(catalogue, Int32Array.of(index))[0] ?? -1
  if (row < 0) return found
  const indexes = learnt.indexesIn(catalogue)
  const added = new Float64Array(learnt.itemWeights.count)
  learnt.itemWeights.addRow(row, 1, Int32Array.from(added.keys()), added)
  added.forEach((value, other) => {
    const here = indexes[other] ?? -1
    if (value > 0 && here >= 0) found.set(here, value)
  })
  return found
}
