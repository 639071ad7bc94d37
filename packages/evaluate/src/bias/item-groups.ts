import type { Fold, Pack } from '../pack/read-pack.js'

/** A way of grouping items; an item may be in several groups, and counts evenly in each. */
export interface Grouping {
  readonly name: string
  readonly groupsOf: (fold: Fold, item: number) => readonly string[]
  /** In the order of the table. */
  readonly groups: readonly string[]
}

const TENTHS = 10
/** Groups of an attribute that have a row of their own; the rest share one. */
const MOST_GROUPS = 18
const OTHERS = 'all others'

/** Tenths of the items by popularity, and every attribute the pack tells. */
export function groupings(pack: Pack): Grouping[] {
  const byAttribute = [...pack.groups].map(([name, groups]) => attributeGrouping(name, groups))
  return [...(popularityGrouping(pack) ?? []), ...byAttribute]
}

/** Each fold has counts of its own, learnt without the people that are ranked for. */
function popularityGrouping({ folds }: Pack): Grouping[] | undefined {
  const tenths = new Map<Fold, readonly (readonly string[])[]>()
  const groups = Array.from({ length: TENTHS }, (_, k) => nameOf(k))
  for (const fold of folds) {
    const { popularity } = fold
    if (popularity === undefined) return undefined
    const order = Array.from(popularity.keys()).sort(
      (a, b) => (popularity[b] as number) - (popularity[a] as number) || a - b,
    )
    const own = new Array<readonly string[]>(order.length).fill([])
    for (const [rank, item] of order.entries()) own[item] = [nameOf(Math.floor((TENTHS * rank) / order.length))]
    tenths.set(fold, own)
  }
  return [{ name: 'popularity', groups, groupsOf: (fold, item) => tenths.get(fold)?.[item] ?? [] }]
}

function nameOf(tenth: number): string {
  const about = tenth === 0 ? ', the most popular' : tenth === TENTHS - 1 ? ', the least popular' : ''
  return `tenth ${tenth + 1}${about}`
}

function attributeGrouping(name: string, all: readonly (readonly string[])[]): Grouping {
  const counts = new Map<string, number>()
  for (const group of all.flat()) counts.set(group, (counts.get(group) ?? 0) + 1)
  const commonest = [...counts].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1)).map(([group]) => group)
  const shown = new Set(commonest.slice(0, MOST_GROUPS))
  const own = all.map((groups) => groups.map((group) => (shown.has(group) ? group : OTHERS)))
  const rest = commonest.length > shown.size ? [OTHERS] : []
  return { name, groups: [...shown, ...rest], groupsOf: (_, item) => own[item] ?? [] }
}
