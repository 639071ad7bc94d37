import { createScene, type Scene } from '@locavore/postcards'
import type { Page, TestInfo } from '@playwright/test'
import { expect } from '@playwright/test'
import type { Recommender } from 'locavore'

declare global {
  var postcards: { readonly recommender: Recommender }
}

/** The catalogue is made of the postcards with these seeds; an item's id tells its seed. */
export const CATALOGUE_SIZE = 720

export function sceneOf(itemId: string): Scene {
  return createScene(Number(itemId.replace('pc-', '')))
}

/** Opens the demo and waits for the first useful feed. */
export async function openDemo(page: Page, search = ''): Promise<void> {
  await page.goto(`/${search}`)
  await expect(page.locator('[data-item-id]').first()).toBeVisible()
  await page.waitForFunction(() => globalThis.postcards?.recommender.state !== 'opening')
}

/** Waits until the service worker has put everything away for a later visit without a network. */
export async function waitForOfflineReady(page: Page): Promise<void> {
  await page.waitForFunction(async () => (await navigator.serviceWorker.ready).active?.state === 'activated')
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null, undefined, { timeout: 60_000 })
}

/** The address parameter that puts the encoder on the device a project is about. */
export function deviceOf(info: TestInfo): string {
  return info.project.name === 'webgpu' ? '?device=webgpu' : '?device=wasm'
}

/** The feed with its scores, for comparing one state with another. */
export function feed(page: Page): Promise<{ id: string; score: number }[]> {
  return page.evaluate(async () =>
    (await postcards.recommender.recommend({ limit: 50 })).map(({ item, score }) => ({ id: item.id, score })),
  )
}

/** What the person did, without what they were merely shown. */
export function deeds(page: Page): Promise<string[]> {
  return page.evaluate(async () =>
    (await postcards.recommender.history()).map(({ type }) => type).filter((type) => type !== 'impression'),
  )
}

export function recommend(page: Page, limit = 20): Promise<string[]> {
  return page.evaluate(
    async (limit) => (await postcards.recommender.recommend({ limit })).map(({ item }) => item.id),
    limit,
  )
}

export async function like(page: Page, itemId: string): Promise<void> {
  await page.evaluate((itemId) => postcards.recommender.record({ type: 'like', itemId }), itemId)
}
