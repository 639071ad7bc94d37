import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { explainCandidate } from '../explain/explain.js'
import { type RandomArtefacts, randomArtefacts, solveNaively } from '../testing/random-artefacts.js'
import { likedHistory } from './item-history.js'
import { PIPELINE_CONSTANTS, type PipelineConstants, pipelineConstants } from './pipeline-constants.js'
import { type Artefacts, scoreArtefacts } from './score-artefacts.js'

const ITEMS = 30
const PARTS = ['itemWeights', 'factors', 'factorMean', 'content', 'logPopularity'] as const
const anyCase = fc.record({
  seed: fc.nat(1000),
  /** Distinct items, oldest first; the rest of them are candidates. */
  liked: fc.uniqueArray(fc.nat(ITEMS - 1), { maxLength: 9 }),
  disliked: fc.nat(2),
  missing: fc.subarray([...PARTS]),
})

function rank({ seed, liked, disliked, missing }: typeof anyCase extends fc.Arbitrary<infer Case> ? Case : never) {
  const world = randomArtefacts(seed)
  const refused = Int32Array.from({ length: disliked }, (_, k) => (seed + k) % ITEMS).filter((i) => !liked.includes(i))
  const artefacts: Artefacts = Object.fromEntries(
    Object.entries(world.shipped).filter(([name]) => !missing.includes(name as never)),
  )
  const candidates = Int32Array.from({ length: ITEMS }, (_, i) => i).filter(
    (i) => !liked.includes(i) && !refused.includes(i),
  )
  const history = likedHistory(Int32Array.from(liked), { ...PIPELINE_CONSTANTS, disliked: refused })
  const scored = scoreArtefacts({ artefacts, history, candidates, constants: PIPELINE_CONSTANTS })
  return { world, artefacts, scored, refused: [...refused], candidates: [...candidates] }
}

describe('the score on artefacts', () => {
  it('is the written formula, whatever is missing', () => {
    fc.assert(
      fc.property(anyCase, (given) => {
        const { world, artefacts, scored, refused, candidates } = rank(given)
        const expected = naiveScores(world, artefacts, given.liked, refused, candidates)
        scored.scores.forEach((value, j) => {
          expect(value).toBeCloseTo(expected[j] ?? Number.NaN, 6)
        })
      }),
      { numRuns: 300 },
    )
  })

  it('is explained to 1e-5 by its parts, and the parts by events, prior and popularity', () => {
    fc.assert(
      fc.property(anyCase, (given) => {
        const { scored } = rank(given)
        scored.scores.forEach((value, j) => {
          const { parts, history } = explainCandidate(scored, j)
          const sumOf = (names: readonly string[]) =>
            parts.reduce((sum, part) => sum + (names.includes(part.name) ? part.value : 0), 0)
          const events = history.reduce((sum, entry) => sum + entry.value, 0)
          expect(Math.abs(parts.reduce((sum, part) => sum + part.value, 0) - value)).toBeLessThan(1e-5)
          expect(Math.abs(events - sumOf(['neighbours', 'factors', 'taste', 'session']))).toBeLessThan(1e-5)
          expect(Math.abs(events + sumOf(['prior', 'popularity']) - value)).toBeLessThan(1e-5)
        })
      }),
    )
  })

  it('gives an event its weight in the explanation, and a refusal one against', () => {
    const { weights, shipped } = randomArtefacts(5)
    const from = 4
    const to = weights[from]?.findIndex((value) => value > 0.05) ?? -1
    expect(to).toBeGreaterThanOrEqual(0)
    const candidates = Int32Array.from({ length: ITEMS }, (_, i) => i).filter((i) => i !== from && i !== 9)
    const artefacts = { itemWeights: shipped.itemWeights }
    const shareOf = (liked: number[], disliked: number[]) => {
      const options = { ...PIPELINE_CONSTANTS, disliked: Int32Array.from(disliked) }
      const history = likedHistory(Int32Array.from(liked), options)
      const scored = scoreArtefacts({ artefacts, history, candidates, constants: PIPELINE_CONSTANTS })
      return explainCandidate(scored, candidates.indexOf(to)).history.find(({ itemId }) => itemId === String(from))
    }
    expect(shareOf([from, 9], [])).toMatchObject({ type: 'like' })
    expect(shareOf([from, 9], [])?.value).toBeGreaterThan(0)
    expect(shareOf([9], [from])).toMatchObject({ type: 'dislike' })
    expect(shareOf([9], [from])?.value).toBeLessThan(0)
  })

  it('stays finite where constants are 0 and nothing is known of the person', () => {
    const { shipped } = randomArtefacts(2)
    const zeros = { kappa: 0, fadingPopularityK: 0, contentAloneHalf: 0, beta: 0, dislikeWeight: 0, alpha0: 0 }
    const constants = pipelineConstants(zeros)
    const candidates = Int32Array.from({ length: ITEMS }, (_, i) => i)
    for (const artefacts of [shipped, { content: shipped.content, logPopularity: shipped.logPopularity }]) {
      for (const liked of [[], [3]]) {
        const history = likedHistory(Int32Array.from(liked), constants)
        const { scores } = scoreArtefacts({ artefacts, history, candidates, constants })
        expect([...scores].every(Number.isFinite)).toBe(true)
      }
    }
  })

  it('refuses artefacts of different catalogues and items of none', () => {
    const { shipped } = randomArtefacts(1)
    const history = likedHistory(Int32Array.of(1), PIPELINE_CONSTANTS)
    const input = { history, candidates: Int32Array.of(0, 2), constants: PIPELINE_CONSTANTS }
    const other = randomArtefacts(1, 20).shipped
    expect(() => scoreArtefacts({ ...input, artefacts: { ...shipped, content: other.content } })).toThrow(
      /30, 30, 20, 30 items/,
    )
    expect(() => scoreArtefacts({ ...input, artefacts: shipped, candidates: Int32Array.of(30) })).toThrow(
      /index 30 is none of the 30/,
    )
    expect(() =>
      scoreArtefacts({ ...input, artefacts: shipped, history: likedHistory(Int32Array.of(-1), PIPELINE_CONSTANTS) }),
    ).toThrow(/index -1/)
  })
})

describe('constants', () => {
  it('fill up with the defaults', () => {
    expect(pipelineConstants()).toEqual(PIPELINE_CONSTANTS)
    expect(pipelineConstants({ tau: 0, halfLifeEvents: null })).toMatchObject({
      tau: 0,
      halfLifeEvents: null,
      kappa: 10,
    })
  })

  it('are refused by name', () => {
    expect(() => pipelineConstants({ tua: 1 } as Partial<PipelineConstants>)).toThrow(/"tua".*Known: tau/)
    for (const wrong of [
      { tau: -1 },
      { kappa: -1 },
      { halfLifeEvents: 0 },
      { itemShareMax: 1.1 },
      { beta: Number.NaN },
      { tau: Infinity },
    ])
      expect(() => pipelineConstants(wrong)).toThrow(/The constant (tau|kappa|halfLifeEvents|itemShareMax|beta) is/)
  })
})

/** The documented formula with none of the machinery: plain arrays, one candidate at a time. */
function naiveScores(
  world: RandomArtefacts,
  artefacts: Artefacts,
  liked: readonly number[],
  disliked: readonly number[],
  candidates: readonly number[],
): number[] {
  const { tau, alpha0, lambda, kappa, beta } = PIPELINE_CONSTANTS
  const lasting = liked.map((item, k) => ({ item, w: 0.5 ** ((liked.length - 1 - k) / 50) }))
  const against = disliked.map((item) => ({ item, w: -0.5 }))
  const recent = liked.slice(-5).map((item) => ({ item, w: 1 }))
  const evidence = lasting.reduce((sum, { w }) => sum + w, 0)
  type Events = readonly { item: number; w: number }[]
  const neighbours = (events: Events) => (i: number) =>
    events.reduce((sum, { item, w }) => sum + w * (world.weights[item]?.[i] ?? 0), 0)
  const content = (events: Events) => (i: number) =>
    events.reduce((sum, { item, w }) => sum + w * Math.max(0, dotOf(world.content[item], world.content[i])) ** 2, 0)
  const factors = (events: Events, refused: Events, prior: number) => {
    const all = world.factors.map((row) => ({ row, w: alpha0 }))
    const own = [...events, ...refused].map(({ item, w }) => ({ row: world.factors[item] ?? [], w: Math.abs(w) }))
    const n = events.reduce((sum, { w }) => sum + w, 0)
    const ridge = lambda * (n + alpha0 * ITEMS) + prior
    const matrix = world.factorMean.map((_, a) =>
      world.factorMean.map((__, b) =>
        [...all, ...own].reduce((sum, { row, w }) => sum + w * (row[a] ?? 0) * (row[b] ?? 0), a === b ? ridge : 0),
      ),
    )
    const right = world.factorMean.map((mean, d) =>
      events.reduce((sum, { item, w }) => sum + w * (world.factors[item]?.[d] ?? 0), prior * mean),
    )
    const person = solveNaively(matrix, right)
    return (i: number) => dotOf(world.factors[i], person)
  }
  const z = (value: (i: number) => number) => {
    const values = candidates.map(value)
    const mean = values.reduce((sum, v) => sum + v, 0) / values.length
    const deviation = Math.sqrt(values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / values.length)
    return (i: number) => (value(i) - mean) / (deviation > 1e-9 ? deviation : 1)
  }
  const zero = () => 0
  const { itemWeights, content: hasContent, factors: hasFactors } = artefacts
  const collaborative = itemWeights !== undefined || hasFactors !== undefined
  const prior = artefacts.factorMean === undefined ? 0 : tau
  const zx = itemWeights === undefined ? zero : z(neighbours([...lasting, ...against]))
  const zy = hasFactors === undefined ? zero : z(factors(lasting, against, prior))
  const zc = hasContent === undefined ? zero : z(content(lasting))
  const session = itemWeights
    ? neighbours(recent)
    : hasFactors
      ? factors(
          recent,
          disliked.map((item) => ({ item, w: 0 })),
          0,
        )
      : content(recent)
  const q = liked.length > 5 && (collaborative || hasContent !== undefined) ? 0.2 : 0
  const zs = q === 0 ? zero : z(session)
  const a = itemWeights === undefined ? 0 : hasFactors === undefined ? 1 : (0.6 * evidence) / (evidence + kappa)
  const zp = artefacts.logPopularity === undefined ? zero : z((i) => world.logPopularity[i] ?? 0)
  const fading = 3 / (3 + evidence)
  const popular = collaborative ? fading : 1
  const contentWeight = collaborative ? beta : (0.5 * evidence) / (evidence + 30)
  const sessionWeight = collaborative ? q : q * contentWeight
  return candidates.map(
    (i) => (1 - q) * (a * zx(i) + (1 - a) * zy(i) + contentWeight * zc(i)) + sessionWeight * zs(i) + popular * zp(i),
  )
}

function dotOf(a: readonly number[] = [], b: readonly number[] = []): number {
  return a.reduce((sum, value, d) => sum + value * (b[d] ?? 0), 0)
}
