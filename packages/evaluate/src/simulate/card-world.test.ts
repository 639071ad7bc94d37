import { describe, expect, it } from 'vitest'
import { CARD_TASTES, matchesCardTaste, TASTE_KINDS } from './card-tastes.js'
import { createCardWorld } from './card-world.js'

const world = createCardWorld({ cards: 400, seed: 4 })

describe('a world of cards', () => {
  it('shows an attribute in the media that have it, and in no other', () => {
    const apart = (medium: string, attribute: 'palette' | 'tune' | 'motion' | 'season') => {
      const table = world.media.find(({ name }) => name === medium)?.table
      const [same, other]: [number[], number[]] = [[], []]
      for (let a = 0; a < 80; a += 1) {
        const cosines = table?.cosines(a) ?? []
        for (let b = a + 1; b < 400; b += 1) {
          const alike = world.cards[a]?.[attribute] === world.cards[b]?.[attribute]
          ;(alike ? same : other).push(cosines[b] ?? 0)
        }
      }
      const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
      return mean(same) - mean(other)
    }
    for (const [medium, attribute] of [
      ['image', 'palette'],
      ['audio', 'tune'],
      ['clip', 'motion'],
      ['text', 'season'],
    ] as const) {
      expect(apart(medium, attribute)).toBeGreaterThan(0.08)
      for (const { name } of world.media)
        if (name !== medium) expect(Math.abs(apart(name, attribute))).toBeLessThan(0.04)
    }
  })

  it('has cards for every taste, and leaves every card a medium', () => {
    for (const taste of TASTE_KINDS.flatMap((kind) => [...CARD_TASTES[kind]])) {
      const share = world.cards.filter((card) => matchesCardTaste(taste, card)).length / world.cards.length
      expect(share, taste.name).toBeGreaterThan(0.04)
      expect(share, taste.name).toBeLessThan(0.3)
    }
    const { media, cards } = createCardWorld({ cards: 300, missing: 0.9 })
    const counts = cards.map((_, card) => media.filter(({ present }) => present[card] === 1).length)
    expect(Math.min(...counts)).toBe(1)
  })
})
