import type { WeightedEvidence } from '../profile/decay.js'
import type { Signal, StrongestTie } from '../score/signal.js'
import type { RelationGraph, Tie } from './relation-graph.js'

/** One thing whose ties count: a past item with its evidence, or the item asked with. */
export interface TiedFrom {
  readonly itemId: string
  /** Index in the catalogue. */
  readonly index: number
  /** In likes; below 0 its ties count against. */
  readonly weight: number
  readonly evidence?: WeightedEvidence
}

export interface RelationSignalInput {
  readonly graph: Pick<RelationGraph, 'empty' | 'tiesOf'>
  readonly from: readonly TiedFrom[]
  /** Item indexes. */
  readonly candidates: Int32Array
  /** Largest size of the part: what a candidate gets that everything is tied to. */
  readonly weight: number
}

/**
 * What ties in the metadata say: `t_i / (1 + |t|_i)`, with `t_i = sum w_h r(h, i)` over what the ties come from, r their strength and
 * |t| the same sum of sizes. One like of what this is the sequel of gives half of the weight, and many ties can never
 * give more than all of it. It is no z-score: most candidates have no tie at all, and in units of so small a spread the few
 * that have one would drown everything. Undefined if no candidate is tied to anything.
 */
export function relationSignal({ graph, from, candidates, weight }: RelationSignalInput): Signal | undefined {
  if (graph.empty || weight === 0) return undefined
  const slots = new Map(Array.from(candidates, (index, j) => [index, j]))
  const tied = from.flatMap((source) => {
    const ties = new Map<number, Tie>()
    for (const [index, tie] of graph.tiesOf(source.index)) {
      const j = slots.get(index)
      if (j !== undefined) ties.set(j, tie)
    }
    return ties.size === 0 || source.weight === 0 ? [] : [{ ...source, ties }]
  })
  if (tied.length === 0) return undefined
  const values = new Float64Array(candidates.length)
  const sizes = new Float64Array(candidates.length)
  for (const { weight: strength, ties } of tied) {
    for (const [j, tie] of ties) {
      values[j] = (values[j] as number) + strength * tie.strength
      sizes[j] = (sizes[j] as number) + Math.abs(strength) * tie.strength
    }
  }
  for (let j = 0; j < values.length; j += 1) values[j] = (values[j] as number) / (1 + (sizes[j] as number))
  const term = (k: number, j: number): number => {
    const source = tied[k]
    return ((source?.weight ?? 0) * (source?.ties.get(j)?.strength ?? 0)) / (1 + (sizes[j] as number))
  }
  const evidence = tied.flatMap((source) => source.evidence ?? [])
  return {
    name: 'relations',
    weight,
    values,
    absolute: true,
    ...(evidence.length === tied.length
      ? { terms: { evidence, magnitude: 0, means: new Float64Array(tied.length), term } }
      : {}),
    tie: (j) => strongestTie(tied, j),
  }
}

function strongestTie(
  tied: readonly (TiedFrom & { readonly ties: ReadonlyMap<number, Tie> })[],
  j: number,
): StrongestTie | undefined {
  let best = 0
  let found: StrongestTie | undefined
  for (const { ties, weight, itemId } of tied) {
    const tie = ties.get(j)
    if (tie === undefined || !(weight * tie.strength > best)) continue
    best = weight * tie.strength
    found = { relation: tie.relation, itemId }
  }
  return found
}
