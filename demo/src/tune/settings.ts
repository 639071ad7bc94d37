import { computed, signal } from '@preact/signals'
import type { RecommendOptions, RerankStep } from 'locavore'

/** How the feed is arranged beside the score, each from 0 to 1 but the last. */
export interface Tuning {
  /** How different neighbours are. */
  readonly variety: number
  /** How much new postcards are favoured. */
  readonly newness: number
  /** How many places are given to a try. */
  readonly discovery: number
  /** Whether postcards that were seen and left alone take a rest. */
  readonly rest: boolean
}

export const DEFAULT_TUNING: Tuning = { variety: 0.3, newness: 0, discovery: 0, rest: false }

const KEY = 'postcards-tuning'
/** The postcards came within a year and a half, so that half a year tells old from new. */
const HALF_LIFE = 180 * 24 * 3_600_000
/** Places that the slider of discovery gives to tries: one in so many. */
const EVERY = { 0.25: 20, 0.5: 10, 0.75: 5, 1: 3 } as const
const ARRANGED = 96

const isShare = (value: unknown): value is number => typeof value === 'number' && value >= 0 && value <= 1

function remembered(): Tuning {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? '{}')
    if (typeof kept !== 'object' || kept === null) return DEFAULT_TUNING
    const { variety, newness, discovery, rest } = kept as Partial<Record<keyof Tuning, unknown>>
    return {
      variety: isShare(variety) ? variety : DEFAULT_TUNING.variety,
      newness: isShare(newness) ? newness : DEFAULT_TUNING.newness,
      discovery: isShare(discovery) ? discovery : DEFAULT_TUNING.discovery,
      rest: rest === true,
    }
  } catch {
    return DEFAULT_TUNING
  }
}

export const tuning = signal<Tuning>(remembered())
/** How many of them do not stand where they began. */
export const changes = computed(
  () => Object.entries(DEFAULT_TUNING).filter(([name, value]) => tuning.value[name as keyof Tuning] !== value).length,
)
export const isTuned = computed(() => changes.value > 0)

export function tune(change: Partial<Tuning>): void {
  tuning.value = { ...tuning.value, ...change }
  try {
    if (isTuned.value) localStorage.setItem(KEY, JSON.stringify(tuning.value))
    else localStorage.removeItem(KEY)
  } catch {
    // Storage may be forbidden; the choice then lasts as long as the page.
  }
}

/** One place in so many, or undefined for none. */
export function triesEvery({ discovery }: Tuning): number | undefined {
  const step = Math.round(discovery * 4) / 4
  return step in EVERY ? EVERY[step as keyof typeof EVERY] : undefined
}

/** The tuning as the recommender takes it. */
export function tunedOptions(now: Tuning): Pick<RecommendOptions, 'diversity' | 'rerank' | 'explore'> {
  const { variety, newness, rest } = now
  const every = triesEvery(now)
  const explore = every === undefined ? {} : { explore: { every, places: ARRANGED } }
  if (newness === 0 && !rest) return { diversity: variety, ...explore }
  const rerank: RerankStep[] = []
  if (newness > 0) rerank.push({ kind: 'freshness', weight: newness, halfLife: HALF_LIFE })
  if (rest) rerank.push({ kind: 'fatigue', perImpression: 0.15, hideAfter: 5 })
  if (variety > 0) rerank.push({ kind: 'mmr', diversity: variety, places: ARRANGED })
  return { rerank, ...explore }
}
