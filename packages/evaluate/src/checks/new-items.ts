import { foldIn, ItemFactors, mapContent, ndcgAt } from '@locavore/core'
import { topItems } from '../measure/run.js'
import { cosineToMean } from '../methods/baselines.js'
import { candidatesOf, type Person } from '../pack/people.js'
import type { NewItems, Pack } from '../pack/read-pack.js'
import { barsApply, type Check, type CheckContext, check, exactly } from './check.js'

/** Fewest likes on items that are not held out. */
const FEWEST_WARM_LIKES = 3

/**
 * Q5: items nobody has met. Factors are learnt without a fifth of the items; a person is folded in with the rest, and only
 * held-out items are ranked, by the factors that the map makes of their content.
 */
export function newItemChecks({ pack, bootstrap }: CheckContext): Check[] {
  const mapped: number[] = []
  const naive: number[] = []
  let [compared, identical] = [0, 0]
  for (const fold of pack.folds) {
    if (fold.newItems === undefined || !mapFits(pack, fold.newItems)) continue
    const rank = rankerOf(pack, fold.newItems)
    for (const person of fold.people) {
      const ranked = rank(person)
      if (ranked === undefined) continue
      mapped.push(ndcgAt(10, ranked.mapped, ranked.targets))
      naive.push(ndcgAt(10, ranked.naive, ranked.targets))
      const stored = person.stored.newItems?.top20
      if (stored === undefined) continue
      compared += 1
      if (stored.every((item, place) => item === ranked.mapped[place])) identical += 1
    }
  }
  if (mapped.length === 0) return []
  const ratio = bootstrap.ratio(Float64Array.from(mapped), Float64Array.from(naive))
  const bar = barsApply({ pack }) ? { least: 2.3 } : undefined
  return [
    check('Q5', `NDCG@10 on new items, mapped / naive: ${mapped.length} people`, ratio, bar),
    check('Q5', 'NDCG@10 on new items, mapped', bootstrap.mean(Float64Array.from(mapped)), undefined),
    ...(compared === 0
      ? []
      : [
          check('Q5', `lists of new items as the reference: ${compared}`, exactly(identical / compared), {
            least: 0.99,
          }),
        ]),
  ]
}

/** A map learnt from other content than the pack has (a modality was left out) leads nowhere. */
function mapFits({ content }: Pack, { map }: NewItems): boolean {
  return content !== undefined && map.weight.length === content.table.dimensions * map.bias.length
}

function rankerOf({ manifest, content }: Pack, { dimensions, factors: values, map, heldOut }: NewItems) {
  const held = new Set(heldOut)
  const factors = new ItemFactors({ dimensions, values })
  const withMapped = values.slice()
  if (content !== undefined) {
    for (const item of held) {
      mapContent(content.table, item, map, withMapped.subarray(item * dimensions, (item + 1) * dimensions))
    }
  }
  const mappedFactors = new ItemFactors({ dimensions, values: withMapped })
  const { alpha0, lambda } = manifest.constants
  return (person: Person) => {
    const warm = person.likes.filter((item) => !held.has(item))
    const targets = new Set([...person.targets].filter((item) => held.has(item)))
    if (content?.rawTable === undefined || warm.length < FEWEST_WARM_LIKES || targets.size === 0) return undefined
    const candidates = candidatesOf(person, manifest.itemCount).filter((item) => held.has(item))
    const weights = new Float64Array(warm.length).fill(1)
    const { vector } = foldIn({ factors, items: warm, weights, alpha0, lambda, tau: 0 })
    const scores = new Float64Array(candidates.length)
    mappedFactors.products(vector, candidates, scores)
    return {
      targets,
      mapped: topItems(scores, candidates),
      naive: topItems(cosineToMean(content.rawTable, warm, candidates), candidates),
    }
  }
}
