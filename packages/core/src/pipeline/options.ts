import { LocavoreError } from '../errors.js'
import { checkSteps } from '../rerank/check-steps.js'
import type { ExploreStep, RerankStep, RerankStepKind } from '../rerank/step.js'
import { type Filter, MODALITIES, type Modality } from '../types.js'

/** What every list can be asked with. Unknown names are errors. */
export interface RankOptions {
  /** How many at most, 1 to 500 (default 20). */
  readonly limit?: number
  readonly filter?: Filter
  /** Only items that have at least one of these media, as an embedding. */
  readonly modalities?: readonly Modality[]
  /** 0 = by score alone, 1 = as different as possible (default 0.3). Not together with `rerank`, which has steps for it. */
  readonly diversity?: number
  /**
   * Steps that arrange the list, in this order, in place of `diversity` and of the first picks for a new person. What each
   * did stands in the explanation.
   */
  readonly rerank?: readonly RerankStep[]
}

/** Places that are given to a try; `true` takes every default. See `ExploreStep`. */
export interface ExploreOptions extends Omit<ExploreStep, 'kind' | 'seed'> {
  /** Another seed is another try; the same seed is the same list (default 0). */
  readonly seed?: number
}

export interface RecommendRankOptions extends RankOptions {
  /**
   * Gives some places to a try, to learn what else the person may like. It comes after what arranges the list and before
   * what bounds it. Someone nothing is known about gets the first picks instead, unless `rerank` is given.
   */
  readonly explore?: boolean | ExploreOptions
  /**
   * How media are weighed in taste: `late` as they are (default), `gate` those more in which the person's likes are alike.
   */
  readonly fusion?: 'late' | 'gate'
  /** Which place on the site asks: 1 to 64 characters (default `default`). Checked and reserved; not yet used. */
  readonly scenario?: string
}

export interface RelatedRankOptions extends RankOptions {
  /** 0 = the item alone, 1 = taste alone (default 0). */
  readonly personalise?: number
}

export interface SearchRankOptions extends RankOptions {
  /** 0 = the query alone, 1 = taste alone (default 0.2). */
  readonly personalise?: number
}

export interface CheckedOptions {
  readonly limit: number
  readonly filter: Filter | undefined
  readonly modalities: readonly Modality[] | undefined
  readonly diversity: number
  readonly rerank: readonly RerankStep[] | undefined
  readonly explore: ExploreStep | undefined
  readonly fusion: 'late' | 'gate'
  readonly personalise: number
  readonly scenario: string
}

/** `shelf`: lists of one question, such as what is trending. */
export type ListKind = 'recommend' | 'related' | 'search' | 'shelf'

export const LARGEST_LIMIT = 500
/** What an exploring place needs arranged before and behind it: as many places as explore by default. */
const ARRANGED = 100
const BOUNDS: readonly RerankStepKind[] = ['cap', 'modality-mix', 'exposure']
const DEFAULT_LIMIT = 20
const DEFAULT_DIVERSITY = 0.3
const LONGEST_SCENARIO = 64
const COMMON = ['limit', 'filter', 'modalities', 'diversity', 'rerank']
const KNOWN: Readonly<Record<ListKind, readonly string[]>> = {
  recommend: [...COMMON, 'scenario', 'explore', 'fusion'],
  related: [...COMMON, 'personalise'],
  search: [...COMMON, 'personalise'],
  shelf: COMMON,
}
const DEFAULT_PERSONALISE: Readonly<Record<ListKind, number>> = { recommend: 1, related: 0, search: 0.2, shelf: 0 }

/**
 * The steps that arrange a list; undefined where its order is left to `diversity`. Exploring comes behind what arranges and
 * before what bounds, so that no bound is broken by a try.
 */
export function stepsOf({ rerank, explore, diversity }: CheckedOptions): readonly RerankStep[] | undefined {
  if (explore === undefined) return rerank
  const steps: readonly RerankStep[] =
    rerank ?? (diversity > 0 ? [{ kind: 'mmr', diversity, places: Math.max(ARRANGED, explore.places ?? 0) }] : [])
  const bounded = steps.findIndex(({ kind }) => BOUNDS.includes(kind))
  const at = bounded < 0 ? steps.length : bounded
  return [...steps.slice(0, at), explore, ...steps.slice(at)]
}

/** @throws `unknown-option` naming the option, `invalid-argument` for a value out of range. */
export function checkOptions(kind: ListKind, options: unknown): CheckedOptions {
  if (typeof options !== 'object' || options === null) {
    throw new LocavoreError('invalid-argument', `The options of ${kind} must be an object, not ${String(options)}.`)
  }
  const given = options as Record<string, unknown>
  for (const name of Object.keys(given)) {
    if (!KNOWN[kind].includes(name)) {
      throw new LocavoreError(
        'unknown-option',
        `There is no option ${JSON.stringify(name)} for ${kind}; it knows ${KNOWN[kind].join(', ')}.`,
      )
    }
  }
  if (given['rerank'] !== undefined && given['diversity'] !== undefined) {
    throw new LocavoreError(
      'invalid-argument',
      'The options diversity and rerank were given together. Say it with a step instead: { kind: "mmr", diversity: 0.3 }.',
    )
  }
  return {
    limit: checkLimit(given['limit']),
    filter: given['filter'] as Filter | undefined,
    modalities: checkModalities(given['modalities']),
    diversity: checkShare('diversity', given['diversity'] ?? (kind === 'shelf' ? 0 : DEFAULT_DIVERSITY)),
    rerank: checkRerank(given['rerank']),
    explore: checkExplore(given['explore'], given['rerank']),
    fusion: checkFusion(given['fusion']),
    personalise: checkShare('personalise', given['personalise'] ?? DEFAULT_PERSONALISE[kind]),
    scenario: checkScenario(given['scenario'] ?? 'default'),
  }
}

/** @throws `invalid-argument` unless it is a whole number from 1 to 500, or undefined for 20. */
export function checkLimit(limit: unknown): number {
  if (limit === undefined) return DEFAULT_LIMIT
  if (typeof limit !== 'number' || !Number.isInteger(limit) || limit < 1 || limit > LARGEST_LIMIT) {
    throw new LocavoreError(
      'invalid-argument',
      `The limit ${String(limit)} is not a whole number from 1 to ${LARGEST_LIMIT}.`,
    )
  }
  return limit
}

function checkModalities(value: unknown): readonly Modality[] | undefined {
  if (value === undefined) return undefined
  const known: readonly unknown[] = MODALITIES
  if (Array.isArray(value) && value.length > 0 && value.every((modality) => known.includes(modality))) return value
  throw new LocavoreError(
    'invalid-argument',
    `The option modalities must be a list of at least one of ${MODALITIES.join(', ')}.`,
  )
}

function checkRerank(steps: unknown): readonly RerankStep[] | undefined {
  if (steps === undefined) return undefined
  if (!Array.isArray(steps)) {
    throw new LocavoreError('invalid-argument', 'The option rerank must be a list of steps, such as [{ kind: "dpp" }].')
  }
  return checkSteps(steps)
}

function checkExplore(explore: unknown, rerank: unknown): ExploreStep | undefined {
  if (explore === undefined || explore === false) return undefined
  if (explore !== true && (typeof explore !== 'object' || explore === null)) {
    throw new LocavoreError(
      'invalid-argument',
      'The option explore must be true, false or an object such as { every: 10 }.',
    )
  }
  const step: ExploreStep = { seed: 0, ...(explore === true ? {} : explore), kind: 'explore' }
  checkSteps([step])
  if (!Array.isArray(rerank) || !rerank.some(({ kind }) => kind === 'explore')) return step
  throw new LocavoreError(
    'invalid-argument',
    'The option explore and a step explore were given together. Keep one of them.',
  )
}

function checkFusion(fusion: unknown): 'late' | 'gate' {
  if (fusion === undefined || fusion === 'late' || fusion === 'gate') return fusion ?? 'late'
  throw new LocavoreError('invalid-argument', `The option fusion is ${JSON.stringify(fusion)}; use "late" or "gate".`)
}

function checkShare(name: string, value: unknown): number {
  if (typeof value !== 'number' || !(value >= 0 && value <= 1)) {
    throw new LocavoreError(
      'invalid-argument',
      `The option ${name} is ${String(value)}; it must be a number from 0 to 1.`,
    )
  }
  return value
}

function checkScenario(scenario: unknown): string {
  if (typeof scenario !== 'string' || scenario.length === 0 || scenario.length > LONGEST_SCENARIO) {
    throw new LocavoreError(
      'invalid-argument',
      `The option scenario must be a text of 1 to ${LONGEST_SCENARIO} characters.`,
    )
  }
  return scenario
}
