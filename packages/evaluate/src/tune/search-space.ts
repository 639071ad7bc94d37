import type { PipelineConstants } from '@locavore/core'
import type { Pack } from '../pack/read-pack.js'

export type TunedName = Exclude<
  {
    [Name in keyof PipelineConstants]: number extends PipelineConstants[Name] ? Name : never
  }[keyof PipelineConstants],
  'alpha0' | 'lambda' | 'sessionLength' | 'sessionNeedsMoreThan' | 'nextWeight' | 'dislikeWeight'
>

/** One setting with the values that are tried, in their order. */
export interface Dimension {
  readonly name: TunedName
  readonly values: readonly (number | null)[]
}

const NEVER = null

/** What is tried. `alpha0` and `lambda` belong to the factors, which were learnt with them. */
const VALUES: Readonly<Record<TunedName, readonly (number | null)[]>> = {
  tau: [0, 1, 2, 5, 10, 20, 50],
  halfLifeEvents: [10, 25, 50, 100, 200, NEVER],
  kappa: [2, 5, 10, 20, 40],
  itemShareMax: [0, 0.2, 0.4, 0.6, 0.8, 1],
  beta: [0, 0.1, 0.2, 0.3, 0.4, 0.6],
  contentPower: [1, 1.5, 2, 3],
  sessionWeight: [0, 0.1, 0.2, 0.3, 0.4],
  fadingPopularityK: [0, 1, 3, 6, 12],
  contentAloneMax: [0.25, 0.5, 1, 2],
  contentAloneHalf: [5, 10, 30, 100],
}

/** The settings that change anything on a pack, with the present value among those that are tried. */
export function searchSpace({ folds, manifest }: Pack): Dimension[] {
  const has = (name: keyof (typeof folds)[number]['artefacts']) =>
    folds.some(({ artefacts }) => artefacts[name] !== undefined)
  const learnt = has('itemWeights') || has('factors')
  const ordered = manifest.json.raw('ordered') !== false
  const applies: Readonly<Record<TunedName, boolean>> = {
    tau: has('factors') && has('factorMean'),
    halfLifeEvents: ordered,
    kappa: has('itemWeights') && has('factors'),
    itemShareMax: has('itemWeights') && has('factors'),
    beta: learnt && has('content'),
    contentPower: has('content'),
    sessionWeight: ordered,
    fadingPopularityK: learnt && has('logPopularity'),
    contentAloneMax: !learnt && has('content') && has('logPopularity'),
    contentAloneHalf: !learnt && has('content') && has('logPopularity'),
  }
  const names = Object.keys(VALUES).filter((name): name is TunedName => applies[name as TunedName])
  return names.map((name) => ({ name, values: withPresent(VALUES[name], manifest.constants[name]) }))
}

function withPresent(values: readonly (number | null)[], present: number | null): readonly (number | null)[] {
  if (values.includes(present)) return values
  const size = (value: number | null) => value ?? Infinity
  return [...values, present].sort((a, b) => size(a) - size(b))
}
