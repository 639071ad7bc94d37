import type { RerankStep } from './step.js'

/** Steps that mean every place of a list and each item by itself. The others are about the first places, or about pins. */
const EVERYWHERE: readonly RerankStep['kind'][] = [
  'boost',
  'freshness',
  'fatigue',
  'rotation',
  'relevance-floor',
  'near-duplicates',
]

/**
 * The steps that arrange what a list shows after its first candidates. `none` if it must end with them: a cap over the whole
 * list says that a list may end early, and would begin to count anew.
 */
export function laterSteps(steps: readonly RerankStep[] | undefined): readonly RerankStep[] | undefined | 'none' {
  if (steps?.some((step) => step.kind === 'cap' && step.places === undefined)) return 'none'
  return steps?.filter(({ kind }) => EVERYWHERE.includes(kind))
}
