import { LocavoreError } from '../errors.js'
import { checkSteps } from '../rerank/check-steps.js'
import type { RerankStep } from '../rerank/step.js'
import { type Filter, MODALITIES, type Modality } from '../types.js'

/** What every list can be asked with. Unknown names are errors. */
export interface RankOptions {
  /** How many at most, 1 to 500 (default 20). */
  readonly limit?: number
  readonly filter?: Filter
  /** Only items that have at least one of these media, as an embedding. */
  readonly modalities?: readonly Modality[]
  /** 0 = by score alone, 1 = as different as possible (default 0.3). */
  readonly diversity?: number
  /**
   * Steps that arrange the list, in this order, in place of `diversity` and of the first picks for a new person. What each
   * did stands in the explanation.
   */
  readonly rerank?: readonly RerankStep[]
}

export interface RecommendRankOptions extends RankOptions {
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
  readonly personalise: number
  readonly scenario: string
}

export type ListKind = 'recommend' | 'related' | 'search'

export const LARGEST_LIMIT = 500
const DEFAULT_LIMIT = 20
const DEFAULT_DIVERSITY = 0.3
const LONGEST_SCENARIO = 64
const COMMON = ['limit', 'filter', 'modalities', 'diversity', 'rerank']
const KNOWN: Readonly<Record<ListKind, readonly string[]>> = {
  recommend: [...COMMON, 'scenario'],
  related: [...COMMON, 'personalise'],
  search: [...COMMON, 'personalise'],
}
const DEFAULT_PERSONALISE: Readonly<Record<ListKind, number>> = { recommend: 1, related: 0, search: 0.2 }

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
  return {
    limit: checkLimit(given['limit']),
    filter: given['filter'] as Filter | undefined,
    modalities: checkModalities(given['modalities']),
    diversity: checkShare('diversity', given['diversity'] ?? DEFAULT_DIVERSITY),
    rerank: checkRerank(given['rerank']),
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
