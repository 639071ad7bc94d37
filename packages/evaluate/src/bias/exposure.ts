import { labelShares, miscalibration } from '@locavore/core'
import type { Bootstrap } from '../measure/bootstrap.js'
import type { Section } from '../report/section.js'
import { ATTENTION, type AuditedPerson } from './audited-lists.js'
import type { Grouping } from './item-groups.js'

/**
 * Who is shown, beside who is liked: part of the items in each group, part of the likes in histories, part of the attention that
 * the lists give (places weighed by how likely they are looked at, so a first place is more than a twentieth), and attention over
 * likes. 1 is parity with what people chose (Singh and Joachims, KDD 2018: exposure in proportion to merit); above it the group is
 * shown more than it was liked.
 */
export function exposureSection(
  grouping: Grouping,
  items: number,
  people: readonly AuditedPerson[],
  bootstrap: Bootstrap,
): Section {
  const catalogue = catalogueShares(grouping, items, people)
  const likes = people.map(({ fold, person }) => sharesOf(grouping, { fold, items: [...person.likes] }))
  const lists = people.map(({ fold, list }) => sharesOf(grouping, { fold, items: list, weights: ATTENTION }))
  const popular = people.map(({ fold, popular: items = [] }) => sharesOf(grouping, { fold, items, weights: ATTENTION }))
  const valuesOf = (shares: readonly ReadonlyMap<string, number>[], group: string) =>
    Float64Array.from(shares, (own) => own.get(group) ?? 0)
  return {
    id: `bias-exposure-${grouping.name}`,
    title: `Bias: attention by ${grouping.name}, the first 20 of the default, ${people.length} people`,
    rows: grouping.groups.map((group) => {
      const [liked, shown] = [valuesOf(likes, group), valuesOf(lists, group)]
      const inCatalogue = catalogue.get(group) ?? 0
      return {
        name: group,
        values: {
          'of items': { mean: inCatalogue, low: inCatalogue, high: inCatalogue },
          'of likes': bootstrap.mean(liked),
          'of attention': bootstrap.mean(shown),
          'attention / likes': bootstrap.ratio(shown, liked),
          ...(people.some((one) => one.popular !== undefined)
            ? { 'of attention, most popular': bootstrap.mean(valuesOf(popular, group)) }
            : {}),
        },
      }
    }),
    checks: [],
  }
}

/** How far lists keep the shares that a person's likes have, in nats; 0 is perfect (Steck, RecSys 2018). */
export function calibrationSection(
  groupings: readonly Grouping[],
  people: readonly AuditedPerson[],
  bootstrap: Bootstrap,
): Section {
  const divergence = (grouping: Grouping, itemsOf: (one: AuditedPerson) => readonly number[]) =>
    bootstrap.mean(
      Float64Array.from(people, (one) => {
        const groupsOf = (item: number) => grouping.groupsOf(one.fold, item)
        return miscalibration(labelShares([...one.person.likes], groupsOf), labelShares(itemsOf(one), groupsOf))
      }),
    )
  const comparable = people.every(({ popular }) => popular !== undefined)
  return {
    id: 'bias-calibration',
    title: 'Bias: divergence of the first 20 from what was liked, person by person, in nats (less is better)',
    rows: groupings.map((grouping) => ({
      name: grouping.name,
      values: {
        default: divergence(grouping, ({ list }) => list),
        ...(comparable ? { 'most popular': divergence(grouping, ({ popular = [] }) => popular) } : {}),
      },
    })),
    checks: [],
  }
}

interface Weighed {
  readonly fold: AuditedPerson['fold']
  readonly items: readonly number[]
  /** `[items]` or longer (default: all alike). */
  readonly weights?: readonly number[]
}

/** Part of each group in the items that have any; sums to 1, or is empty. */
function sharesOf({ groupsOf }: Grouping, { fold, items, weights }: Weighed): Map<string, number> {
  const shares = new Map<string, number>()
  let total = 0
  for (const [place, item] of items.entries()) {
    const groups = groupsOf(fold, item)
    const weight = weights === undefined ? 1 : (weights[place] ?? 0)
    if (groups.length === 0) continue
    total += weight
    for (const group of groups) shares.set(group, (shares.get(group) ?? 0) + weight / groups.length)
  }
  for (const [group, share] of shares) shares.set(group, share / total)
  return shares
}

/** Of the items themselves, by the counts of the first fold. */
function catalogueShares(grouping: Grouping, items: number, people: readonly AuditedPerson[]): Map<string, number> {
  const [first] = people
  if (first === undefined) return new Map()
  return sharesOf(grouping, { fold: first.fold, items: Array.from({ length: items }, (_, item) => item) })
}
