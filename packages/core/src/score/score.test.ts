import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import type { Catalogue } from '../catalogue/catalogue.js'
import type { ModalityIndex } from '../catalogue/modality-index.js'
import { weighEvidence } from '../profile/decay.js'
import { type Profile, replay } from '../profile/profile.js'
import { SimilarityCache } from '../similarity/similarity-cache.js'
import { similarityRows } from '../similarity/similarity-rows.js'
import { createWorld, logOf } from '../testing/worlds.js'
import { INTERACTION_TYPES, type InteractionInput, type Modality } from '../types.js'
import { SCORE_CONSTANTS } from './constants.js'
import { score } from './score.js'
import { type Signal, standardise, termShares } from './signal.js'

// Many whole lists are ranked here; a busy machine may take long over them.
vi.setConfig({ testTimeout: 60_000 })

const { catalogue } = createWorld({ items: 50, dimensions: 8, withoutImage: 0.3, seed: 11 })
catalogue.put({ id: 'i3' }, {})
const cache = new SimilarityCache(catalogue)
const candidates = Int32Array.from({ length: 45 }, (_, k) => k)

function scored(profile: Profile) {
  const rows = similarityRows(cache, catalogue, candidates)
  return score({ catalogue, rows, candidates, profile, constants: SCORE_CONSTANTS, now: 0 })
}

const anyLog = fc
  .array(
    fc.record({
      type: fc.constantFrom(...INTERACTION_TYPES),
      itemId: fc.nat(49).map((k) => `i${k}`),
      // Squares of weights near 1e-100 leave the range of numbers, which the score treats as nothing and the naive one does not.
      value: fc.double({ min: 0, max: 1, noNaN: true }).map((value) => (value < 1e-6 ? 0 : value)),
    }),
    { maxLength: 25 },
  )
  .map((inputs) =>
    logOf(
      ...inputs.map(
        (input): InteractionInput => ({ ...input, value: input.type === 'dwell' ? input.value * 40_000 : input.value }),
      ),
    ),
  )

describe('the score', () => {
  it('is the formula of its documentation, read slowly, for any history', () => {
    fc.assert(
      fc.property(anyLog, (log) => {
        const profile = replay(log)
        const expected = naiveScores(catalogue, profile, candidates)
        scored(profile).scores.forEach((value, j) => {
          expect(Math.abs(value - (expected[j] ?? Number.NaN))).toBeLessThan(1e-3)
        })
      }),
      { numRuns: 40 },
    )
  })

  it('has no session part with five likes, and one with six', () => {
    const likes = (count: number) =>
      replay(logOf(...Array.from({ length: count }, (_, k) => ({ type: 'like' as const, itemId: `i${k + 4}` }))))
    const names = (count: number) => new Set(scored(likes(count)).signals.map(({ signal }) => signal.name))
    expect(names(5)).toEqual(new Set(['taste', 'popularity']))
    expect(names(6)).toEqual(new Set(['taste', 'session', 'popularity']))
  })

  it('lets a glance speak with less force than a like', () => {
    const strength = (type: 'view' | 'like') =>
      scored(replay(logOf({ type, itemId: 'i1' })))
        .signals.filter(({ signal }) => signal.name === 'taste')
        .reduce((sum, { signal }) => sum + signal.weight, 0)
    expect(strength('like')).toBeCloseTo(1, 12)
    expect(strength('view')).toBeCloseTo(0.1, 12)
  })
})

describe('standardise', () => {
  const anySignal = fc
    .array(fc.tuple(fc.double({ min: -1e6, max: 1e6, noNaN: true }), fc.boolean()), { minLength: 1, maxLength: 30 })
    .map(
      (entries): Signal => ({
        name: 'taste',
        weight: 2,
        values: Float64Array.from(entries, ([value]) => value),
        known: Uint8Array.from(entries, ([, known]) => (known ? 1 : 0)),
      }),
    )

  it('gives mean 0 and deviation 1 (times the weight) over what is known, and 0 elsewhere', () => {
    fc.assert(
      fc.property(anySignal, (signal) => {
        const { shares } = standardise(signal)
        const known = [...shares].filter((_, j) => signal.known?.[j] === 1)
        const unknown = [...shares].filter((_, j) => signal.known?.[j] !== 1)
        expect(unknown.every((share) => share === 0)).toBe(true)
        const squares = known.reduce((sum, share) => sum + share * share, 0)
        expect(Math.abs(known.reduce((sum, share) => sum + share, 0))).toBeLessThan(1e-5)
        const spread = new Set([...signal.values].filter((_, j) => signal.known?.[j] === 1)).size
        if (spread > 1 && squares > 1e-6) expect(squares / known.length).toBeCloseTo(4, 4)
        if (spread <= 1) expect(squares).toBeLessThan(1e-9)
      }),
    )
  })

  it('divides a sum among its terms exactly', () => {
    const anyTerms = fc.array(fc.array(fc.double({ min: -10, max: 10, noNaN: true }), { minLength: 4, maxLength: 4 }), {
      minLength: 1,
      maxLength: 6,
    })
    fc.assert(
      fc.property(anyTerms, (terms) => {
        const values = Float64Array.from({ length: 4 }, (_, j) => terms.reduce((sum, row) => sum + (row[j] ?? 0), 0))
        const evidence = terms.map((_, k) => ({
          sequence: k + 1,
          itemId: 'a',
          type: 'like' as const,
          weight: 1,
          clock: k + 1,
        }))
        const magnitude = terms.reduce((sum, row) => sum + Math.max(...row.map(Math.abs)), 0)
        const means = Float64Array.from(terms, (row) => row.reduce((sum, value) => sum + value, 0) / 4)
        const signal: Signal = {
          name: 'taste',
          weight: 0.5,
          values,
          terms: { evidence, magnitude, means, term: (k, j) => terms[k]?.[j] ?? 0 },
        }
        const standardised = standardise(signal)
        standardised.shares.forEach((share, j) => {
          const sum = termShares(standardised, j).reduce((total, part) => total + part, 0)
          expect(Math.abs(sum - share)).toBeLessThan(1e-6)
        })
      }),
    )
  })
})

/** The documented formula with none of the machinery: pairwise similarities, plain arrays, one candidate at a time. */
function naiveScores(all: Catalogue, profile: Profile, places: Int32Array): number[] {
  const history = weighEvidence(profile).filter(({ itemId }) => all.has(itemId))
  const positive = history.filter(({ weight }) => weight > 0)
  const evidence = positive.reduce((sum, { currentWeight }) => sum + currentWeight, 0)
  const strength = Math.min(
    1,
    history.reduce((sum, { currentWeight }) => sum + Math.abs(currentWeight), 0),
  )
  const session = positive.some(({ age }) => age >= 5) ? 0.2 : 0
  const recent = positive.filter(({ age }) => age < 5)
  const content = (modality: Modality, entries: readonly { itemId: string; w: number }[]) => {
    const rows = all.modality(modality)
    const held = entries.filter(({ itemId }) => rows?.has(all.require(itemId)))
    if (held.length === 0) return undefined
    const raw = Array.from(places, (i) =>
      held.reduce(
        (sum, { itemId, w }) =>
          sum + (all.require(itemId) === i ? 0 : w * Math.max(0, naiveAffinity(rows, all.require(itemId), i))),
        0,
      ),
    )
    return naiveZ(
      raw,
      Array.from(places, (i) => rows?.has(i) ?? false),
    )
  }
  const lasting = history.map(({ itemId, currentWeight: w }) => ({ itemId, w }))
  const latest = recent.map(({ itemId, weight: w }) => ({ itemId, w }))
  const media: Modality[] = ['image', 'text']
  const held = media.map(
    (modality) => all.items().filter(({ id }) => all.modality(modality)?.has(all.require(id))).length,
  )
  const shares = held.map((count) => count / (held.reduce((sum, value) => sum + value, 0) || 1))
  const taste = media.map((modality) => content(modality, lasting))
  const now = media.map((modality) => content(modality, latest))
  const counts = Array.from(places, (i) => all.itemAt(i)?.popularity)
  const popular = naiveZ(
    counts.map((count) => Math.log1p(count ?? 0)),
    counts.map((count) => count !== undefined),
  )
  return Array.from(places, (_, j) => {
    const has = (modality: Modality, i: number) => all.modality(modality)?.has(i) ?? false
    const mean = (columns: (number[] | undefined)[]) => naiveFusion(columns, media, shares, places, has)[j] ?? 0
    return strength * ((1 - session) * mean(taste) + session * mean(now)) + (3 / (3 + evidence)) * (popular[j] ?? 0)
  })
}

/** Mean over the media by how many items have each, those an item lacks guessed from those it has. Undefined columns are media nobody liked. */
function naiveFusion(
  columns: readonly (number[] | undefined)[],
  media: readonly Modality[],
  shares: readonly number[],
  places: Int32Array,
  has: (modality: Modality, index: number) => boolean,
): number[] {
  const present = media.flatMap((modality, m) => {
    const column = columns[m]
    return column === undefined ? [] : [{ modality, column, share: shares[m] ?? 0 }]
  })
  const products = present.flatMap((left, m) =>
    present
      .slice(m + 1)
      .flatMap((right) =>
        Array.from(places).flatMap((i, j) =>
          has(left.modality, i) && has(right.modality, i) ? [(left.column[j] ?? 0) * (right.column[j] ?? 0)] : [],
        ),
      ),
  )
  const agreement = products.reduce((sum, value) => sum + value, 0) / (products.length + 10)
  const believed = Math.max(0, Math.min(0.95, agreement))
  return Array.from(places, (i, j) => {
    const known = present.filter(({ modality }) => has(modality, i))
    const shareOf = (some: readonly { readonly share: number }[]) => some.reduce((total, { share }) => total + share, 0)
    const missing = shareOf(present) - shareOf(known)
    const guess = known.length === 0 ? 0 : (believed * missing) / (1 + (known.length - 1) * believed)
    return known.reduce((total, { column, share }) => total + (share + guess) * (column[j] ?? 0), 0)
  })
}

/** Cosine of the centred candidate with (C + s 1)^-1 times the centred like, by Gaussian elimination on plain arrays. */
function naiveAffinity(rows: ModalityIndex | undefined, like: number, candidate: number): number {
  if (rows === undefined || !rows.has(candidate)) return 0
  const whitened = naiveWhitened(rows, like)
  return unit(Array.from(rows.centredRow(candidate))).reduce((sum, value, d) => sum + value * (whitened[d] ?? 0), 0)
}

const whitenedRows = new WeakMap<ModalityIndex, Map<number, number[]>>()

function naiveWhitened(rows: ModalityIndex, like: number): number[] {
  const known = whitenedRows.get(rows) ?? new Map<number, number[]>()
  whitenedRows.set(rows, known)
  const made = known.get(like) ?? unit(eliminate(shrunkenCovariance(rows), Array.from(rows.centredRow(like))))
  known.set(like, made)
  return made
}

const unit = (vector: number[]) => vector.map((value) => value / Math.hypot(...vector))

function shrunkenCovariance(rows: ModalityIndex): number[][] {
  const present = Array.from({ length: rows.matrix.count }, (_, k) => k).filter((k) => rows.has(k))
  const units = present.map((index) => unit(Array.from(rows.centredRow(index))))
  const places = Array.from({ length: rows.matrix.dimensions }, (_, d) => d)
  const entry = (i: number, j: number) =>
    units.reduce((sum, row) => sum + (row[i] ?? 0) * (row[j] ?? 0), 0) / units.length
  const variance = places.reduce((sum, i) => sum + entry(i, i), 0) / places.length
  const shrinkage = (0.2 + places.length / units.length) * variance
  return places.map((i) => places.map((j) => entry(i, j) + (i === j ? shrinkage : 0)))
}

function eliminate(system: number[][], right: number[]): number[] {
  const rows = system.map((row, i) => [...row, right[i] ?? 0])
  for (const [i, pivot] of rows.entries()) {
    for (const row of rows.slice(i + 1)) {
      const factor = (row[i] ?? 0) / (pivot[i] ?? 1)
      for (const j of row.keys()) row[j] = (row[j] ?? 0) - factor * (pivot[j] ?? 0)
    }
  }
  const solution: number[] = []
  for (let i = rows.length - 1; i >= 0; i -= 1) {
    const row = rows[i] ?? []
    const known = solution.reduce((sum, value, k) => sum + value * (row[i + 1 + k] ?? 0), 0)
    solution.unshift(((row[rows.length] ?? 0) - known) / (row[i] ?? 1))
  }
  return solution
}

function naiveZ(values: readonly number[], known: readonly boolean[]): number[] {
  const used = values.filter((_, j) => known[j])
  const mean = used.reduce((sum, value) => sum + value, 0) / Math.max(1, used.length)
  const deviation = Math.sqrt(used.reduce((sum, value) => sum + (value - mean) ** 2, 0) / Math.max(1, used.length))
  return values.map((value, j) => (known[j] && deviation > 1e-12 ? (value - mean) / deviation : 0))
}
