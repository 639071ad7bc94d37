import { matchesTaste, TASTES, type Taste } from '@locavore/postcards'
import { expect, test } from '@playwright/test'
import { CATALOGUE_SIZE, deviceOf, like, openDemo, recommend, sceneOf } from '../support/demo.js'

const share = (taste: Taste, ids: readonly string[]) =>
  ids.filter((id) => matchesTaste(taste, sceneOf(id))).length / ids.length

const catalogue = Array.from({ length: CATALOGUE_SIZE }, (_, seed) => `pc-${String(seed).padStart(6, '0')}`)

for (const taste of TASTES) {
  test(`five likes of "${taste.name}" fill the next list with it`, async ({ page }, info) => {
    await openDemo(page, deviceOf(info))
    const base = share(taste, catalogue)
    const liked = catalogue.filter((id) => matchesTaste(taste, sceneOf(id))).slice(0, 5)
    expect(liked).toHaveLength(5)
    for (const itemId of liked) await like(page, itemId)
    const next = await recommend(page, 20)
    expect(next).toHaveLength(20)
    expect(next.filter((id) => liked.includes(id))).toEqual([])
    const reached = share(taste, next)
    console.log(`${taste.name}: base rate ${base.toFixed(3)}, after five likes ${reached.toFixed(2)}`)
    expect(base).toBeLessThan(0.2)
    expect(reached).toBeGreaterThanOrEqual(0.7)
  })
}
