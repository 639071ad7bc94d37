import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { foldIn } from '../../collaborative/fold-in.js'
import { profileHistory } from '../../collaborative/item-history.js'
import { replay } from '../../profile/profile.js'
import { randomArtefacts } from '../../testing/random-artefacts.js'
import { createWorld, logOf } from '../../testing/worlds.js'
import { Learnt } from '../learnt.js'
import { learntCandidates } from './learnt-candidates.js'

const ITEMS = 50
const ROWS = 40

const anyCase = fc.record({
  seed: fc.nat(500),
  liked: fc.uniqueArray(fc.nat(ITEMS - 1), { maxLength: 12 }),
  disliked: fc.uniqueArray(fc.nat(ITEMS - 1), { maxLength: 4 }),
  missing: fc.subarray(['itemWeights', 'factors', 'factorMean']),
  closed: fc.uniqueArray(fc.nat(ITEMS - 1), { maxLength: 30 }),
  most: fc.integer({ min: 0, max: 45 }),
})

describe('candidates of the tables', () => {
  it('are the best by sums over whole tables, read slowly', () => {
    const { catalogue } = createWorld({ items: ITEMS })
    fc.assert(
      fc.property(anyCase, ({ seed, liked, disliked, missing, closed, most }) => {
        const { shipped, weights, factors } = randomArtefacts(seed, ROWS)
        const { itemWeights, factors: table, factorMean } = shipped
        const tables = Object.entries({ itemWeights, factors: table, factorMean })
        const given = Object.fromEntries(tables.filter(([name]) => !missing.includes(name)))
        const ids = Array.from({ length: ROWS }, (_, row) => `i${(row * 7 + 3) % ITEMS}`)
        const learnt = new Learnt({ ids, ...given })
        const inputs = [
          ...liked.map((item) => ({ type: 'like' as const, itemId: `i${item}` })),
          ...disliked.map((item) => ({ type: 'dislike' as const, itemId: `i${item}` })),
        ]
        const profile = replay(logOf(...inputs))
        const allowed = Uint8Array.from({ length: ITEMS }, (_, index) => (closed.includes(index) ? 0 : 1))
        const found = learntCandidates({ learnt, catalogue, profile, allowed, most })

        const rowOf = (id: string) => (ids.includes(id) ? ids.indexOf(id) : undefined)
        const history = profileHistory(profile, rowOf, learnt.constants)
        const open = [...ids.keys()].filter((row) => allowed[catalogue.require(ids[row] ?? '')] === 1)
        const best = (scores: readonly number[], least: number) =>
          open
            .filter((row) => (scores[row] ?? 0) > least)
            .sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0) || a - b)
            .slice(0, most)
        const sums = ids.map((_, row) =>
          [...history.items].reduce((sum, from, k) => sum + (history.weights[k] ?? 0) * (weights[from]?.[row] ?? 0), 0),
        )
        const prior = given.factorMean === undefined ? {} : { priorMean: factorMean }
        const person = foldIn({ ...learnt.constants, ...prior, factors: table, ...history })
        const products = factors.map((row) => row.reduce((sum, value, d) => sum + value * (person.vector[d] ?? 0), 0))
        const expected = [
          ...(given.itemWeights === undefined ? [] : best(sums, 0)),
          ...(given.factors === undefined ? [] : best(products, Number.NEGATIVE_INFINITY)),
        ]
        expect(Array.from(found, (index) => catalogue.idAt(index)).sort()).toEqual(
          expected.map((row) => ids[row]).sort(),
        )
      }),
      { numRuns: 200 },
    )
  })
})
