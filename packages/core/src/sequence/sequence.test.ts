import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ContentTable } from '../artefacts/content-table.js'
import { likedHistory } from '../collaborative/item-history.js'
import { PIPELINE_CONSTANTS } from '../collaborative/pipeline-constants.js'
import { scoreArtefacts } from '../collaborative/score-artefacts.js'
import { randomArtefacts } from '../testing/random-artefacts.js'
import { learnTransitions } from './learn-transitions.js'
import { lastWeights, ownNextWeights } from './next-weights.js'

const anySequences = fc.array(fc.array(fc.nat({ max: 9 }), { maxLength: 12 }), { maxLength: 8 })

describe('learnt transitions', () => {
  it('of sequences known by hand, with their direction', () => {
    const table = learnTransitions(
      [
        [0, 1, 2],
        [0, 1],
      ],
      { items: 3, window: 2, shrink: 0, perItem: 2 },
    )
    // From 0: twice to 1, half to 2 (two steps). 0 leads to 2.5 in all, 1 is reached 2 times.
    expect(table.weight(0, 1)).toBeCloseTo(2 / Math.sqrt(2.5 * 2), 6)
    expect(table.weight(0, 2)).toBeCloseTo(0.5 / Math.sqrt(2.5 * 1.5), 6)
    expect(table.weight(1, 0)).toBe(0)
    expect(table.weight(1, 2)).toBeCloseTo(1 / Math.sqrt(1 * 1.5), 6)
  })

  it('are never negative, lead from no item to itself, and doubt makes them smaller', () => {
    fc.assert(
      fc.property(anySequences, (sequences) => {
        const sure = learnTransitions(sequences, { items: 10, shrink: 0 })
        const doubted = learnTransitions(sequences, { items: 10, shrink: 5 })
        for (let from = 0; from < 10; from += 1) {
          expect(sure.weight(from, from)).toBe(0)
          for (let to = 0; to < 10; to += 1) {
            expect(sure.weight(from, to)).toBeGreaterThanOrEqual(0)
            expect(sure.weight(from, to)).toBeLessThanOrEqual(1 + 1e-6)
            if (sure.weight(from, to) > 0) expect(doubted.weight(from, to)).toBeLessThan(sure.weight(from, to))
          }
        }
      }),
    )
  })

  it('refuse items that are none', () => {
    expect(() => learnTransitions([[0, 7]], { items: 3 })).toThrowError(
      expect.objectContaining({ code: 'catalogue-invalid' }),
    )
  })
})

describe('what follows the last few', () => {
  const history = likedHistory(Int32Array.of(0, 1, 2, 3), {
    ...PIPELINE_CONSTANTS,
    disliked: Int32Array.of(4),
    dislikeWeight: 0.5,
  })

  it('weighs the last like most and refusals not at all', () => {
    expect([...lastWeights(history)]).toEqual([0, 0.25, 0.5, 1, 0])
    expect([...lastWeights(history, { length: 1 })]).toEqual([0, 0, 0, 1, 0])
  })

  it('in the own past is what came after things like the last one', () => {
    // 0 and 3 are alike; after 0 came 1.
    const content = new ContentTable(Float32Array.of(1, 0, 0, 1, 0, 1, 1, 0, 0, 1), 2)
    expect([...ownNextWeights(history, content, 2)]).toEqual([0, 1, 0, 0, 0])
  })

  it('joins the score where transitions are shipped, and its parts still sum', () => {
    const { shipped } = randomArtefacts(3)
    const transitions = learnTransitions(
      [
        [1, 2, 3],
        [3, 9],
        [3, 9],
      ],
      { items: 30, shrink: 0 },
    )
    const likes = likedHistory(Int32Array.of(1, 2, 3), PIPELINE_CONSTANTS)
    const candidates = Int32Array.from({ length: 26 }, (_, k) => k + 4)
    const scoreOf = (artefacts: typeof shipped & { transitions?: typeof transitions }, nextWeight = 0.1) =>
      scoreArtefacts({ artefacts, history: likes, candidates, constants: { ...PIPELINE_CONSTANTS, nextWeight } })
    const plain = scoreOf(shipped)
    const withNext = scoreOf({ ...shipped, transitions })
    const gained = withNext.scores.map((score, j) => score - (plain.scores[j] as number))
    expect(gained.indexOf(Math.max(...gained))).toBe(candidates.indexOf(9))
    expect(withNext.signals.map(({ signal }) => signal.name)).toContain('next')
    expect([...scoreOf({ ...shipped, transitions }, 0).scores]).toEqual([...plain.scores])
  })
})
