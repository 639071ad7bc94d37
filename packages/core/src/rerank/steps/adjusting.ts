import { compileFilter } from '../../filter/compile-filter.js'
import { createRandom } from '../../random.js'
import { type Signal, standardise } from '../../score/signal.js'
import { adjust, type Draft, keepOnly } from '../draft.js'
import type { BoostStep, FatigueStep, FreshnessStep, RotationStep } from '../step.js'

const WEEK = 7 * 24 * 3_600_000

export function boost(draft: Draft, { filter, by }: BoostStep): Draft {
  const passes = compileFilter(filter)
  return adjust(draft, (j) => (passes(draft.candidates.attributes(j)) ? by : 0))
}

/** Ages are clamped at 0, so that a wrong clock cannot make an item newer than new. */
export function freshness(draft: Draft, { weight = 0.1, halfLife = WEEK }: FreshnessStep): Draft {
  const { candidates } = draft
  const times = Array.from(candidates.scores, (_, j) => candidates.addedAt(j))
  const signal: Signal = {
    name: 'freshness',
    weight,
    values: Float64Array.from(times, (at) => 2 ** (-Math.max(0, candidates.now - (at ?? 0)) / halfLife)),
    known: Uint8Array.from(times, (at) => (at === undefined ? 0 : 1)),
  }
  const { shares } = standardise(signal)
  return adjust(draft, (j) => shares[j] as number)
}

export function fatigue(draft: Draft, { perImpression = 0.1, hideAfter = 5 }: FatigueStep): Draft {
  const { candidates } = draft
  const tired = adjust(draft, (j) => -perImpression * candidates.impressions(j))
  return keepOnly(tired, (j) => candidates.impressions(j) < hideAfter)
}

/** By item, not by place: the turn of an item does not depend on what else may appear. */
export function rotation(draft: Draft, { band = 0.1, seed }: RotationStep): Draft {
  return adjust(draft, (j) => band * turnOf(draft.candidates.itemId(j), seed))
}

/** In [0, 1), the same on every machine. FNV-1a over the id, mixed with the seed. */
function turnOf(itemId: string, seed: number): number {
  let hash = 0x811c9dc5
  for (let k = 0; k < itemId.length; k += 1) hash = Math.imul(hash ^ itemId.charCodeAt(k), 0x01000193)
  return createRandom(hash ^ Math.imul(seed, 0x9e3779b1))()
}
