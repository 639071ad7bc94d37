import type { Bootstrap, Estimate } from '../measure/bootstrap.js'
import { popularityLift } from '../measure/pooled.js'
import type { Section, SectionRow } from '../report/section.js'
import type { AuditedPerson } from './audited-lists.js'

const QUARTERS = 4

/**
 * Whether some people are served worse than others: accuracy, and how much more popular the lists are than what was liked
 * (Abdollahpouri et al., RMSE at RecSys 2019), for quarters of the people by how much they liked and by how popular that was.
 * Those with more likes also have more to be found, so the gap that a list of the most popular has stands beside it.
 */
export function peopleSections(people: readonly AuditedPerson[], bootstrap: Bootstrap): Section[] {
  const likes = people.map(({ person }) => person.likes.length)
  const taste = people.every(({ fold }) => fold.popularity !== undefined) ? people.map(popularityOfLikes) : undefined
  return [
    sectionOf('activity', 'how much they liked', likes, people, bootstrap),
    ...(taste === undefined ? [] : [sectionOf('taste', 'how popular what they liked is', taste, people, bootstrap)]),
  ]
}

function sectionOf(
  id: string,
  about: string,
  values: readonly number[],
  people: readonly AuditedPerson[],
  bootstrap: Bootstrap,
): Section {
  const quarterOf = quarters(values)
  return {
    id: `bias-people-${id}`,
    title: `Bias: quarters of ${people.length} people by ${about}: accuracy, its gap to all others, popularity of the lists`,
    rows: Array.from({ length: QUARTERS }, (_, quarter) => {
      const member = Uint8Array.from(quarterOf, (own) => Number(own === quarter))
      return rowOf(nameOf(quarter, values, member), member, people, bootstrap)
    }),
    checks: [],
  }
}

function rowOf(name: string, member: Uint8Array, people: readonly AuditedPerson[], bootstrap: Bootstrap): SectionRow {
  const ndcg = Float64Array.from(people, ({ ndcg10 }) => ndcg10)
  const popular = people.map(({ popularNdcg10 }) => popularNdcg10)
  const known = popular.filter((value) => value !== undefined)
  const within = people.filter((_, k) => member[k] === 1)
  return {
    name,
    values: {
      'NDCG@10': bootstrap.mean(Float64Array.from(within, ({ ndcg10 }) => ndcg10)),
      gap: gapOf(ndcg, member, bootstrap),
      ...(known.length === people.length
        ? { 'gap, most popular': gapOf(Float64Array.from(known), member, bootstrap) }
        : {}),
      ...liftOf(within, bootstrap),
    },
  }
}

/** Mean of the members less that of all others. */
function gapOf(values: Float64Array, member: Uint8Array, bootstrap: Bootstrap): Estimate {
  return bootstrap.statistic(values.length, (times) => {
    const [sums, counts] = [
      [0, 0],
      [0, 0],
    ]
    for (let k = 0; k < values.length; k += 1) {
      const side = member[k] as 0 | 1
      sums[side] = (sums[side] ?? 0) + (times[k] as number) * (values[k] as number)
      counts[side] = (counts[side] ?? 0) + (times[k] as number)
    }
    const mean = (side: 0 | 1) => (sums[side] ?? 0) / Math.max(1, counts[side] ?? 0)
    return mean(1) - mean(0)
  })
}

function liftOf(people: readonly AuditedPerson[], bootstrap: Bootstrap): Record<string, Estimate> {
  if (people.some(({ fold }) => fold.popularity === undefined)) return {}
  const lists = Float64Array.from(people, ({ fold, list }) => meanPopularity(fold.popularity, list))
  return { 'popularity lift': popularityLift(lists, Float64Array.from(people, popularityOfLikes), bootstrap) }
}

function popularityOfLikes({ fold, person }: AuditedPerson): number {
  return meanPopularity(fold.popularity, Array.from(person.likes))
}

function meanPopularity(popularity: Float64Array | undefined, items: readonly number[]): number {
  return items.reduce((sum, item) => sum + (popularity?.[item] ?? 0), 0) / Math.max(1, items.length)
}

/** Quarter of each value, 0 for the smallest; equal values are dealt in their order. */
function quarters(values: readonly number[]): Uint8Array {
  const order = Array.from(values.keys()).sort((a, b) => (values[a] ?? 0) - (values[b] ?? 0) || a - b)
  const out = new Uint8Array(values.length)
  for (const [rank, k] of order.entries()) out[k] = Math.floor((QUARTERS * rank) / values.length)
  return out
}

function nameOf(quarter: number, values: readonly number[], member: Uint8Array): string {
  const own = values.filter((_, k) => member[k] === 1)
  const [least, most] = [Math.min(...own), Math.max(...own)].map((value) => Math.round(value))
  return `quarter ${quarter + 1}, ${least} to ${most}`
}
