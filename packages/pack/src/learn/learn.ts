import { setImmediate } from 'node:timers/promises'
import type { SharedTable, WeightTable } from '@locavore/catalogue'
import { type EmbeddingSpace, type ItemFactors, PIPELINE_CONSTANTS } from '@locavore/core'
import { type ReadyShard, readIds } from '../build/assemble.js'
import { checkAborted, refused } from '../failure.js'
import type { FaultList } from '../items/bad-rows.js'
import type { OnProgress } from '../progress.js'
import { partFiles } from '../rows/part-files.js'
import { ROW_ENDINGS } from '../rows/read-rows.js'
import { hashFile, sha256Of } from '../work/disk.js'
import { Checkpoint } from './checkpoint.js'
import type { Learnt } from './learnt.js'
import { foldPerson, samplePeople } from './people/fold-person.js'
import { itemsOf, type Likes, likesPerRow } from './people/likes.js'
import { type InteractionSource, readInteractions } from './people/read-interactions.js'
import { roundFactors } from './round-factors.js'
import { alternatingLeastSquares } from './solve/als.js'
import { contentMeans, learnContentMap, MOST_MAPPED } from './solve/content.js'
import { easeWeights, MOST_DENSE_ITEMS, neighbourWeights, warmRows } from './solve/item-weights.js'

export interface LearnOptions extends InteractionSource {
  /** Nothing is published that fewer people than this stand behind: no pair, no factors, no count. Default 20. */
  readonly leastPeople?: number
  /** Default 32. */
  readonly factorDimensions?: number
  /** Default 16. */
  readonly sweeps?: number
  /** Entries of a row of item weights. Default 100. */
  readonly weightsPerItem?: number
  readonly seed?: number
}

export const LEARN_DEFAULTS = {
  leastPeople: 20,
  factorDimensions: 32,
  sweeps: 16,
  weightsPerItem: 100,
  seed: 1,
} as const

export interface LearnWork {
  readonly shards: readonly ReadyShard[]
  readonly spaces: readonly EmbeddingSpace[]
  /** Folder for what is kept between runs. */
  readonly folder: string
  readonly faults: FaultList
  readonly signal: AbortSignal | undefined
  readonly onProgress: OnProgress
  readonly onNote: ((note: string) => void) | undefined
}

type Settings = Required<Omit<LearnOptions, keyof InteractionSource>>

/** How the work is shared out on the progress bar, in thousandths. */
const STAGES = { read: 0, factors: 100, weights: 500, content: 900, end: 1_000 } as const

/** Everything that can be learnt from who likes what. The same input gives the same numbers. */
export async function learn(options: LearnOptions, work: LearnWork): Promise<Learnt> {
  const settings = checkSettings({ ...LEARN_DEFAULTS, ...options })
  const ids = await readIds(work.shards)
  const rowOf = new Map(ids.flatMap((id, row) => (id === undefined ? [] : [[id, row] as const])))
  const live = Int32Array.from(rowOf.values())
  const show = (done: number, note: string) =>
    work.onProgress({ phase: 'learn', done: Math.floor(done), total: STAGES.end, note })
  const likes = await readInteractions(options, {
    ...work,
    rowOf,
    rows: ids.length,
    onRow: (read) => show(STAGES.read, `${read} interactions read`),
  })
  const checkpoint = new Checkpoint(work.folder, await keyOf(options, settings, ids))
  const stage: Stage = { likes, live, settings, checkpoint, work, show }
  const { leastPeople } = settings
  const counts = likesPerRow(likes)
  const published = counts.map((count) => (count >= leastPeople ? count : 0))
  const factors = await learnFactors(stage)
  const weights = await learnWeights(stage)
  const { codes, scales, model } = roundFactors(factors, published, settings.factorDimensions)
  const shared = await learnShared(stage, factors, published, scales, model)
  show(STAGES.end, 'done')
  return {
    factors: { dimensions: settings.factorDimensions, codes },
    weights,
    likes: published,
    shared,
    constants: CONSTANTS,
    evidence: { people: likes.people, interactions: likes.count, leastPeoplePerPair: leastPeople },
  }
}

interface Stage {
  readonly likes: Likes
  /** Rows of items that live. */
  readonly live: Int32Array
  readonly settings: Settings
  readonly checkpoint: Checkpoint
  readonly work: LearnWork
  readonly show: (done: number, note: string) => void
}

/** A device folds its person in with the numbers that the factors were learnt with. */
const CONSTANTS = { alpha0: PIPELINE_CONSTANTS.alpha0, lambda: PIPELINE_CONSTANTS.lambda }

function checkSettings(settings: Settings): Settings {
  const whole = (name: keyof Settings, least: number, most: number) => {
    const value = settings[name]
    if (!Number.isInteger(value) || value < least || value > most) {
      throw refused(`${name} is ${value}; it must be a whole number from ${least} to ${most}.`)
    }
  }
  whole('leastPeople', 1, 1_000_000)
  whole('factorDimensions', 2, 256)
  whole('sweeps', 1, 1_000)
  whole('weightsPerItem', 1, 1_000)
  return settings
}

async function keyOf(
  options: InteractionSource,
  settings: Settings,
  ids: readonly (string | undefined)[],
): Promise<string> {
  const hashes: string[] = []
  for (const path of options.paths) {
    for (const file of await partFiles(path, ROW_ENDINGS)) hashes.push(await hashFile(file))
  }
  const { columns, leastValue } = options
  return sha256Of(JSON.stringify([hashes, columns, leastValue, settings, sha256Of(JSON.stringify(ids))]))
}

/** Lets signals and progress through, and ends the work where it is asked to. */
async function breathe({ work }: Stage): Promise<void> {
  await setImmediate()
  checkAborted(work.signal)
}

async function learnFactors(stage: Stage): Promise<Float64Array> {
  const { likes, settings, checkpoint, show } = stage
  const { factorDimensions: dimensions, sweeps, seed } = settings
  const kept = await checkpoint.load('factors')
  const [items, sweep] = [kept?.get('items'), kept?.get('sweep')]
  const span = STAGES.weights - STAGES.factors
  return alternatingLeastSquares(likes, {
    dimensions,
    sweeps,
    seed,
    ...CONSTANTS,
    from: items?.type === 'F64' && sweep?.type === 'I32' ? { items: items.data, sweep: sweep.data[0] ?? 0 } : undefined,
    onSweep: async (done, after) => {
      show(STAGES.factors + (span * done) / sweeps, `factors, sweep ${done} of ${sweeps}`)
      await checkpoint.save('factors', {
        items: { type: 'F64', shape: [likes.rows, dimensions], data: after },
        sweep: { type: 'I32', shape: [1], data: Int32Array.of(done) },
      })
    },
    onRows: () => breathe(stage),
  })
}

async function learnWeights(stage: Stage): Promise<WeightTable> {
  const { likes, settings, show, checkpoint, work } = stage
  const kept = await loadWeights(checkpoint, likes.rows)
  if (kept !== undefined) return kept
  const dense = warmRows(likes, settings.leastPeople).length <= MOST_DENSE_ITEMS
  work.onNote?.(
    dense
      ? 'Item weights by EASE.'
      : `Item weights by neighbourhood: more than ${MOST_DENSE_ITEMS} items are liked by ${settings.leastPeople} people.`,
  )
  const span = STAGES.content - STAGES.weights
  const weights = await (dense ? easeWeights : neighbourWeights)(likes, {
    leastPeople: settings.leastPeople,
    perRow: settings.weightsPerItem,
    onRows: async (done, total) => {
      show(STAGES.weights + (span * done) / Math.max(1, total), 'item weights')
      await breathe(stage)
    },
  })
  const { starts, columns, codes, scales } = weights
  await checkpoint.save('weights', {
    starts: { type: 'I32', shape: [starts.length], data: starts },
    columns: { type: 'I32', shape: [columns.length], data: columns },
    codes: { type: 'I8', shape: [codes.length], data: codes },
    scales: { type: 'F32', shape: [scales.length], data: scales },
  })
  return weights
}

async function loadWeights(checkpoint: Checkpoint, rows: number): Promise<WeightTable | undefined> {
  const kept = await checkpoint.load('weights')
  const [starts, columns, codes, scales] = ['starts', 'columns', 'codes', 'scales'].map((name) => kept?.get(name))
  if (starts?.type !== 'I32' || columns?.type !== 'I32' || codes?.type !== 'I8' || scales?.type !== 'F32')
    return undefined
  return { rows, starts: starts.data, columns: columns.data, codes: codes.data, scales: scales.data }
}

/** People whose mean stands for the mean person. */
const MEAN_OF = 500

async function learnShared(
  stage: Stage,
  factors: Float64Array,
  published: Uint32Array,
  factorScales: Float64Array,
  model: ItemFactors,
): Promise<SharedTable> {
  const { likes, live, settings, work, show } = stage
  const dimensions = settings.factorDimensions
  const factorMean = new Float64Array(dimensions)
  const people = samplePeople(likes, MEAN_OF)
  for (const person of people) {
    const vector = foldPerson(model, itemsOf(likes, person), CONSTANTS)
    for (let d = 0; d < dimensions; d += 1)
      factorMean[d] = (factorMean[d] as number) + (vector[d] as number) / people.length
  }
  const lives = new Set(live)
  const means = await contentMeans(work.shards, work.spaces, (row) => lives.has(row))
  const learnFrom = Array.from(live)
    .filter((row) => (published[row] as number) > 0)
    .sort((a, b) => (published[b] as number) - (published[a] as number) || a - b)
    .slice(0, MOST_MAPPED)
    .map((row) => ({ row, likes: published[row] as number }))
  show(STAGES.content, 'map from content to factors')
  const contentMap = await learnContentMap({
    ...work,
    means,
    learnFrom,
    factors,
    dimensions,
    onBlock: () => breathe(stage),
  })
  return {
    factorScales,
    factorMean,
    factorGram: model.gram,
    contentMeans: means,
    ...(contentMap === undefined ? {} : { contentMap }),
  }
}
