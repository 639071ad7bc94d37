import type { PipelineConstants } from '@locavore/core'
import { Bootstrap, type Estimate, sumOf } from '../measure/bootstrap.js'
import type { HistoryLength } from '../pack/manifest.js'
import type { Pack } from '../pack/read-pack.js'
import { coordinateSearch } from './coordinate-search.js'
import { dealPeople } from './deal-people.js'
import { type DiversityTuning, tuneDiversity } from './diversity.js'
import { Objective } from './objective.js'
import { type Dimension, searchSpace } from './search-space.js'

export interface TuneOptions {
  /** Of the deal of people, the order of settings and the bootstrap (default 1). */
  readonly seed?: number
  /** Settings tried at most in each search (default 40). */
  readonly trials?: number
  /** Part of the people that may be looked at, in (0, 1] (default 0.5). */
  readonly share?: number
  readonly resamples?: number
  readonly onTrial?: (search: string, trial: number) => void
}

export interface Tuning {
  readonly pack: string
  readonly seed: number
  readonly people: { readonly validation: number; readonly untouched: number }
  /** What was searched, with the values that were tried. */
  readonly searched: Readonly<Record<string, readonly (number | null)[]>>
  readonly trials: number
  /** The pack's constants before. */
  readonly defaults: PipelineConstants
  /** The best found on all validation people. */
  readonly best: PipelineConstants
  /** What differs. */
  readonly changed: Readonly<Partial<PipelineConstants>>
  /**
   * Objective of tuned over default constants: settings found on one half of the validation people, held against the other, and
   * the other way round. So nobody judges what they helped to choose.
   */
  readonly gain: Estimate
  /** The same by history length, NDCG@10. */
  readonly gainByHistory: readonly { readonly history: HistoryLength; readonly gain: Estimate }[]
  /** Of `best` on the people who chose it: too good to be believed, for comparison. */
  readonly gainOnChoosers: Estimate
  /** Whether the gain is beyond chance. */
  readonly recommended: boolean
  /** For a pack's manifest (`pipeline`, or `learnt.constants`); null if nothing is recommended. */
  readonly constants: PipelineConstants | null
  readonly diversity: DiversityTuning | undefined
}

/**
 * Searches the constants of the score on a part of a pack's people; nothing of the others is looked at. What is within the noise
 * is not recommended. @throws `invalid-argument` for a pack of too few people
 */
export function tune(pack: Pack, options: TuneOptions = {}): Tuning {
  const { seed = 1, share = 0.5, resamples } = options
  const { validation, untouched } = dealPeople(pack, seed, share)
  const defaults = pack.manifest.constants
  const dimensions = searchSpace(pack)
  const halves = ([0, 1] as const).map(
    (half) =>
      new Objective(
        pack,
        validation.filter((one) => one.half === half),
      ),
  )
  const { best, ofHalves, trials } = searchAll({ halves, dimensions, defaults }, options)
  // Each half is judged by what the other found.
  const judged = [...ofHalves].reverse()
  const bootstrap = new Bootstrap(seed, resamples)
  const values = (constants: readonly PipelineConstants[]) =>
    joined(halves.map((half, k) => half.values(constants[k] ?? defaults)))
  const standard = values([defaults, defaults])
  const gain = bootstrap.ratio(values(judged), standard)
  const different = dimensions.filter(({ name }) => best[name] !== defaults[name])
  const recommended = gain.low > 1 && different.length > 0
  return {
    pack: pack.manifest.name,
    seed,
    people: { validation: validation.length, untouched },
    searched: Object.fromEntries(dimensions.map(({ name, values: tried }) => [name, tried])),
    trials,
    defaults,
    best,
    changed: Object.fromEntries(different.map(({ name }) => [name, best[name]])),
    gain,
    gainByHistory: gainByHistory(halves, defaults, judged, bootstrap),
    gainOnChoosers: bootstrap.ratio(values([best, best]), standard),
    recommended,
    constants: recommended ? best : null,
    diversity: tuneDiversity(pack, validation, recommended ? best : defaults, bootstrap),
  }
}

interface Ground {
  /** The two halves of the validation people. */
  readonly halves: readonly Objective[]
  readonly dimensions: readonly Dimension[]
  readonly defaults: PipelineConstants
}

/** The best on everybody, and on each half. */
function searchAll({ halves, dimensions, defaults }: Ground, { seed = 1, trials = 40, onTrial }: TuneOptions) {
  const search = (name: string, on: readonly Objective[]) =>
    coordinateSearch({
      ...{ start: defaults, dimensions, trials, seed },
      judge: (constants) => on.reduce((sum, half) => sum + sumOf(half.values(constants)), 0),
      onTrial: (trial) => onTrial?.(name, trial),
    })
  const ofHalves = halves.map((half, k) => search(`half ${k + 1} of 2`, [half]))
  const all = search('all', halves)
  return {
    best: all.constants,
    ofHalves: ofHalves.map(({ constants }) => constants),
    trials: all.trials + ofHalves.reduce((sum, found) => sum + found.trials, 0),
  }
}

function gainByHistory(
  halves: readonly Objective[],
  defaults: PipelineConstants,
  judged: readonly PipelineConstants[],
  bootstrap: Bootstrap,
): Tuning['gainByHistory'] {
  const lengths = halves[0]?.measure(defaults).map(({ history }) => history) ?? []
  return lengths.flatMap((history, k) => {
    const ndcgOf = (half: Objective, constants: PipelineConstants) =>
      half.measure(constants)[k]?.ndcg10.filter((value) => !Number.isNaN(value)) ?? new Float64Array(0)
    const tuned = joined(halves.map((half, h) => ndcgOf(half, judged[h] ?? defaults)))
    const standard = joined(halves.map((half) => ndcgOf(half, defaults)))
    return standard.length === 0 ? [] : [{ history, gain: bootstrap.ratio(tuned, standard) }]
  })
}

function joined(parts: readonly Float64Array[]): Float64Array {
  return Float64Array.from(parts.flatMap((part) => [...part]))
}
