export interface ClusterInput {
  readonly count: number
  /** Symmetric, at most 1. */
  readonly similarity: (a: number, b: number) => number
  /** Groups less alike than this on average stay apart. */
  readonly threshold: number
  /** Pairs whose groups, once found, are made one; and pairs that must not be in one. The latter win. */
  readonly together: readonly (readonly [number, number])[]
  readonly apart: readonly (readonly [number, number])[]
}

/**
 * Average-link agglomerative clustering under constraints (Davidson and Ravi, PKDD 2005): starting from single members, the
 * two most alike groups that may be joined are joined, until none are alike enough; then what must be together. The same input gives the same groups, and
 * no number of groups has to be guessed. Cubic at worst, for some hundred members.
 * @returns groups of members, each ascending, by their first member.
 */
export function constrainedClusters({ count, similarity, threshold, together, apart }: ClusterInput): number[][] {
  const groups = Array.from({ length: count }, (_, member): number[] => [member])
  const links = Array.from({ length: count }, (_, a) =>
    Float64Array.from({ length: count }, (_, b) => (a === b ? -Infinity : similarity(a, b))),
  )
  for (const [a, b] of apart) forbid(links, a, b)
  for (let pair = mostAlike(groups, links, threshold); pair !== undefined; pair = mostAlike(groups, links, threshold)) {
    join(groups, links, pair[0], pair[1])
  }
  const groupOf = (member: number) => groups.findIndex((group) => group.includes(member))
  for (const [a, b] of together) {
    const [left, right] = [groupOf(a), groupOf(b)]
    if (left !== right && left >= 0 && right >= 0 && links[left]?.[right] !== -Infinity)
      join(groups, links, left, right)
  }
  return groups.filter((group) => group.length > 0).sort((a, b) => (a[0] ?? 0) - (b[0] ?? 0))
}

function forbid(links: readonly Float64Array[], a: number, b: number): void {
  const [row, column] = [links[a], links[b]]
  if (row === undefined || column === undefined) return
  row[b] = -Infinity
  column[a] = -Infinity
}

/** Puts the members of `b` into `a`; what may not be with either may not be with both. */
function join(groups: number[][], links: readonly Float64Array[], a: number, b: number): void {
  const [left, right] = [groups[a] ?? [], groups[b] ?? []]
  const [toLeft, toRight] = [links[a], links[b]]
  if (toLeft === undefined || toRight === undefined) return
  const total = left.length + right.length
  links.forEach((row, other) => {
    if (other === a || other === b) return
    const mean = (left.length * (toLeft[other] as number) + right.length * (toRight[other] as number)) / total
    toLeft[other] = mean
    row[a] = mean
  })
  groups[a] = [...left, ...right].sort((x, y) => x - y)
  groups[b] = []
}

function mostAlike(
  groups: readonly (readonly number[])[],
  links: readonly Float64Array[],
  threshold: number,
): readonly [number, number] | undefined {
  let best: readonly [number, number] | undefined
  let bestLink = threshold
  groups.forEach((group, a) => {
    if (group.length === 0) return
    for (let b = a + 1; b < groups.length; b += 1) {
      const link = links[a]?.[b] ?? -Infinity
      if (groups[b]?.length === 0 || !(link > bestLink)) continue
      best = [a, b]
      bestLink = link
    }
  })
  return best
}
