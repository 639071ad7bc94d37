import { describe, expect, it } from 'vitest'
import { actOn, affinity, COMPOUND_TASTES, createPerson, createScene, matchesTaste, TASTES } from '../index.js'

const list = Array.from({ length: 3000 }, (_, seed) => ({ id: `pc-${seed}`, scene: createScene(seed) }))

describe('tastes', () => {
  it('each cover a small share of the catalogue', () => {
    for (const taste of [...TASTES, ...COMPOUND_TASTES]) {
      const share = list.filter(({ scene }) => matchesTaste(taste, scene)).length / list.length
      expect(share, taste.name).toBeGreaterThan(0.05)
      expect(share, taste.name).toBeLessThan(COMPOUND_TASTES.includes(taste) ? 0.12 : 0.18)
    }
  })
})

describe('people', () => {
  it('like what matches their taste far more often', () => {
    for (const taste of [...TASTES, ...COMPOUND_TASTES]) {
      const person = createPerson(5, { tastes: [taste.name], positionBias: 0 })
      const liked = new Set(
        actOn(person, list)
          .filter(({ type }) => type === 'like' || type === 'save')
          .map(({ itemId }) => itemId),
      )
      const rate = (matching: boolean): number => {
        const some = list.filter(({ scene }) => matchesTaste(taste, scene) === matching)
        return some.filter(({ id }) => liked.has(id)).length / some.length
      }
      expect(rate(true)).toBeGreaterThan(rate(false) * 4)
    }
  })

  it('look less the further down a list they are', () => {
    const seen = Array.from({ length: 200 }, (_, seed) =>
      actOn(createPerson(seed, { positionBias: 0.7 }), list.slice(0, 40)),
    ).flat()
    const top = seen.filter(({ position }) => position < 10).length
    const bottom = seen.filter(({ position }) => position >= 30).length
    expect(top).toBeGreaterThan(bottom * 2)
  })

  it('are deterministic', () => {
    expect(createPerson(8)).toEqual(createPerson(8))
    expect(actOn(createPerson(8), list.slice(0, 30))).toEqual(actOn(createPerson(8), list.slice(0, 30)))
    for (const { scene } of list.slice(0, 200)) {
      expect(affinity(createPerson(8), scene)).toBeGreaterThanOrEqual(0)
      expect(affinity(createPerson(8), scene)).toBeLessThanOrEqual(1)
    }
  })

  it('refuse a taste nobody has', () => {
    expect(() => createPerson(1, { tastes: ['spreadsheets'] })).toThrow(/no taste is called "spreadsheets"/)
  })
})
