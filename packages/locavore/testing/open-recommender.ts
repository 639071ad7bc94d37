import { onTestFinished } from 'vitest'
import {
  createRecommender,
  type Item,
  type Recommendation,
  type Recommender,
  type RecommenderOptions,
} from '../src/index.js'
import { publishCatalogue } from './browser-catalogue.js'
import { clusterOf } from './clustered-catalogue.js'

/** A name nobody else has: tests share one origin. */
export function freshName(): string {
  return `test-${crypto.randomUUID()}`
}

/** A recommender that is closed when the test ends. */
export async function open(options: RecommenderOptions): Promise<Recommender> {
  const recommender = await createRecommender(options)
  onTestFinished(() => recommender.close())
  return recommender
}

/** A recommender on the catalogue that most tests share. */
export async function openOnCatalogue(options: Partial<RecommenderOptions> = {}) {
  const { items, url } = await publishCatalogue('shared')
  const name = options.name ?? freshName()
  const recommender = await open({ name, catalogue: url, ...options })
  return { recommender, items, url, name }
}

export async function likeFive(recommender: Recommender, items: readonly Item[], cluster: string): Promise<void> {
  for (const { id } of items.filter((item) => clusterOf(item) === cluster).slice(0, 5)) {
    await recommender.record({ type: 'like', itemId: id })
  }
}

export function shareOf(list: readonly Recommendation[], cluster: string): number {
  return list.filter(({ item }) => clusterOf(item) === cluster).length / list.length
}

export async function feed(recommender: Recommender) {
  return (await recommender.recommend({ limit: 50 })).map(({ item, score }) => [item.id, score])
}

/** Waits until a condition holds; the test's own limit ends it if it never does. */
export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 20))
}
