import type { Catalogue } from '../catalogue/catalogue.js'
import type { AttributeFact } from '../catalogue/items/attribute-columns.js'
import { type Interest, interests } from '../profile/interests.js'
import type { Profile } from '../profile/profile.js'
import type { ScoredCandidates } from '../score/score.js'
import type { Attributes } from '../types.js'

/** Something the ranking does that a person can check: "you often choose this value, and items with it score higher". */
export interface ReadableRule extends Interest {
  /** Candidates it speaks of. */
  readonly items: number
  /** Mean score of candidates with the value, minus that of those without: what the rule does in this very list. */
  readonly effect: number
}

/**
 * Rules of a list in the site's own words, those that move scores most first. A rule is stated only where it is true both of
 * the history (the value is commoner in what was chosen than in the catalogue) and of the scores (`effect` above 0).
 */
export function readableRules(
  catalogue: Catalogue,
  profile: Profile,
  scored: ScoredCandidates,
  limit = 10,
): ReadableRule[] {
  const rules = interests(catalogue, profile, 50).flatMap((interest): ReadableRule[] => {
    const { items, effect } = effectOf(catalogue, scored, interest)
    return effect > 0 ? [{ ...interest, items, effect }] : []
  })
  return rules.sort((a, b) => b.effect - a.effect).slice(0, limit)
}

/** Whether an item has the value a rule speaks of. */
export function ruleHolds(
  { attribute, value }: Pick<Interest, 'attribute' | 'value'>,
  attributes?: Attributes,
): boolean {
  return attributes !== undefined && Object.hasOwn(attributes, attribute) && names(attributes[attribute], value)
}

function names(fact: AttributeFact, value: string): boolean {
  return [fact ?? []].flat().some((entry) => typeof entry !== 'number' && String(entry) === value)
}

function effectOf(
  catalogue: Catalogue,
  { candidates, scores }: ScoredCandidates,
  rule: Interest,
): { items: number; effect: number } {
  const [column] = catalogue.attributes([rule.attribute])
  const holds = column?.values.map((fact) => names(fact, rule.value))
  let [items, withSum, withoutSum] = [0, 0, 0]
  for (let j = 0; j < candidates.length; j += 1) {
    if (holds?.[column?.codes[candidates[j] as number] ?? 0] === true) {
      items += 1
      withSum += scores[j] as number
    } else withoutSum += scores[j] as number
  }
  const others = candidates.length - items
  return { items, effect: items === 0 || others === 0 ? 0 : withSum / items - withoutSum / others }
}
