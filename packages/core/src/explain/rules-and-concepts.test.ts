import { describe, expect, it, vi } from 'vitest'
import { recommend } from '../pipeline/rank.js'
import { whatWouldChange } from '../pipeline/what-would-change.js'
import { weighEvidence } from '../profile/decay.js'
import { replay } from '../profile/profile.js'
import { SCORE_CONSTANTS } from '../score/constants.js'
import { score } from '../score/score.js'
import { SimilarityCache } from '../similarity/similarity-cache.js'
import { similarityRows } from '../similarity/similarity-rows.js'
import { createWorld, logOf } from '../testing/worlds.js'
import type { InteractionInput } from '../types.js'
import { conceptStrengths } from './concepts.js'
import { readableRules, ruleHolds } from './rules.js'

vi.setConfig({ testTimeout: 120_000 })

const world = createWorld({ items: 120, tastes: 6, seed: 5, withoutImage: 0.2, noise: 0.6 })
const { catalogue } = world
const like = (itemId: string): InteractionInput => ({ type: 'like', itemId })
const log = logOf(...world.idsOf(2).slice(0, 4).map(like), ...world.idsOf(5).slice(0, 2).map(like))
const profile = replay(log)
const similarities = new SimilarityCache(catalogue)

describe('rules a person can read', () => {
  it('name the attribute the likes share, and are true of the scores', () => {
    const candidates = Int32Array.from(catalogue.items().map(({ id }) => catalogue.require(id)))
    const rows = similarityRows(similarities, catalogue, candidates)
    const scored = score({ catalogue, rows, candidates, profile, constants: SCORE_CONSTANTS, now: 0 })
    const rules = readableRules(catalogue, profile, scored)
    expect(rules[0]).toMatchObject({ attribute: 'taste', value: 't2', items: 20 })
    for (const rule of rules) {
      const [holding, others]: [number[], number[]] = [[], []]
      candidates.forEach((index, j) => {
        const holds = ruleHolds(rule, catalogue.itemAt(index)?.attributes)
        ;(holds ? holding : others).push(scored.scores[j] ?? 0)
      })
      const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
      expect(rule.items).toBe(holding.length)
      expect(rule.effect).toBeCloseTo(mean(holding) - mean(others), 9)
      expect(rule.effect).toBeGreaterThan(0)
      expect(rule.lift).toBeGreaterThan(1)
    }
  })
})

describe('concepts', () => {
  it('find the direction of the taste, and of the item', () => {
    // The mean of a taste's texts stands for what a text tower makes of the taste's name.
    const concepts = Array.from({ length: 6 }, (_, taste) => {
      const sum = new Float32Array(24)
      for (const id of world.idsOf(taste)) catalogue.modality('text')?.matrix.addRow(catalogue.require(id), 1, sum)
      return { name: `t${taste}`, embedding: { modality: 'text' as const, vector: sum } }
    })
    const [unliked = '', liked = ''] = [world.idsOf(0)[3], world.idsOf(2)[9]]
    const strengths = conceptStrengths(catalogue, concepts, weighEvidence(profile), liked)
    expect(strengths[0]).toMatchObject({ name: 't2' })
    expect(strengths[0]?.taste).toBeGreaterThan(0.8)
    expect(strengths[0]?.item).toBeGreaterThan(1)
    const taste = conceptStrengths(catalogue, concepts, weighEvidence(profile))
    expect(taste[0]?.name).toBe('t2')
    expect(taste.every(({ item }) => item === undefined)).toBe(true)
    const other = conceptStrengths(catalogue, concepts, weighEvidence(profile), unliked)
    expect(other.find(({ name }) => name === 't2')?.item).toBeLessThan(1)
  })

  it('are in units of the catalogue: over all items mean 0 and deviation 1 in each medium', () => {
    const vector = new Float32Array(24).map((_, d) => Math.sin(d + 1))
    const all = world.catalogue.items().filter(({ id }) => !catalogue.modality('image')?.has(catalogue.require(id)))
    const items = catalogue.items().map(({ id }) => {
      const [strength] = conceptStrengths(catalogue, [{ name: 'c', embedding: { modality: 'text', vector } }], [], id)
      return strength?.item ?? Number.NaN
    })
    expect(all.length).toBeGreaterThan(5)
    const mean = items.reduce((sum, value) => sum + value, 0) / items.length
    expect(Math.abs(mean)).toBeLessThan(0.1)
  })
})

describe('what would change it', () => {
  it('is true of every place, by really taking the events out of the log and ranking again', () => {
    const context = { catalogue, similarities, now: 0 }
    const options = { limit: 12 }
    const shown = (without: ReadonlySet<number>) =>
      recommend({ ...context, profile: replay(log.filter(({ sequence }) => !without.has(sequence))) }, options)
        .take(12)
        .map(({ item }) => item.id)
    let found = 0
    for (const id of shown(new Set())) {
      const change = whatWouldChange(context, log, id, options)
      if (!change.found) continue
      found += 1
      expect(shown(new Set(change.sequences))).not.toContain(id)
      expect(change.itemIds).toEqual(shown(new Set(change.sequences)))
    }
    expect(found).toBeGreaterThanOrEqual(9)
  })
})
