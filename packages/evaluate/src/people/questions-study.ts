import { createRandom, type Interaction, type Random, replay, spreadPicks, topK } from '@locavore/core'
import { type Check, check } from '../checks/check.js'
import type { Bootstrap } from '../measure/bootstrap.js'
import type { Section, SectionRow } from '../report/section.js'
import { listFor, ndcgFor } from './ranked-for.js'
import { createWorld, drawTastes, type World } from './world.js'

const ANSWERS = [1, 3, 5] as const
/** The bar is on the second of these. */
const BAR_AT = 1
const WORLD_SEED = 1
const NOBODY = new Float64Array(0)
const LEAST_GAIN = 1.1
/** Chance that an item is known at all, and that one of the person's taste is liked. */
const KNOWN = 0.5
const RECOGNISED = 0.9
/** Items random picks are drawn from. */
const RANDOM_POOL = 150

type Order = (random: Random) => readonly number[]

/** The bar is on worlds where tastes are equally common; how it is where they are not is shown beside them. */
const WORLDS = [
  { name: 'hits, equal tastes', options: { hits: true, unevenness: 1 }, barred: true },
  { name: 'no hits, equal tastes', options: { unevenness: 1 }, barred: true },
  { name: 'hits, uneven tastes', options: { hits: true }, barred: false },
  { name: 'no hits, uneven tastes', options: {}, barred: false },
] as const
/** Of spread picks that would rather not ask about the most popular of the pool. */
const AWAY_FROM_HITS = -0.3

/**
 * First questions to people with one or two tastes, who answer like or not for what they know. Where popular items are hits that
 * everybody likes, and where they are popular only because their taste is common.
 */
export function questionsSection(_: World, bootstrap: Bootstrap, people: number): Section {
  const rows: SectionRow[] = []
  const checks: Check[] = []
  for (const { name, options, barred } of WORLDS) {
    const world = createWorld(WORLD_SEED, options)
    const asked = ordersOf(world).map(([order, make]) => ({ order, ndcg: everyone(world, make, people) }))
    for (const { order, ndcg } of asked) {
      const values = ANSWERS.map((answers, k) => [`${answers}`, bootstrap.mean(ndcg[k] ?? NOBODY)] as const)
      rows.push({ name: `${name}: ${order}`, values: Object.fromEntries(values) })
    }
    const after = (order: string) => asked.find((one) => one.order === order)?.ndcg[BAR_AT] ?? NOBODY
    const about = `NDCG@10 after ${ANSWERS[BAR_AT]} answers, spread picks / most popular: ${name}`
    const bar = barred ? { least: LEAST_GAIN } : undefined
    checks.push(check('R4', about, bootstrap.ratio(after('spread'), after('most popular')), bar))
  }
  const title = `First questions: NDCG@10 of the person's tastes after so many answers, ${people} simulated people`
  return { id: 'questions', title, rows, checks }
}

function everyone(world: World, order: Order, people: number): Float64Array[] {
  return ANSWERS.map((answers) => Float64Array.from({ length: people }, (_, k) => ask(world, order, answers, k + 1)))
}

function ordersOf(world: World): readonly (readonly [string, Order])[] {
  const { logPopularity = new Float32Array(world.items) } = world.artefacts
  const popular = Array.from(topK(Float64Array.from(logPopularity), world.items))
  const allowed = new Uint8Array(world.items).fill(1)
  const similarTo = (item: number) => {
    const cosines = world.content.cosines(item).slice()
    return (other: number) => cosines[other] ?? 0
  }
  const spread = (force: number) => {
    const picks = spreadPicks({ popularity: logPopularity, allowed, similarTo, force }, world.items)
    return () => picks
  }
  return [
    ['most popular', () => popular],
    ['random popular', (random) => shuffled(popular.slice(0, RANDOM_POOL), random)],
    ['random', (random) => shuffled(popular, random)],
    ['spread', spread(0)],
    ['spread, away from hits', spread(AWAY_FROM_HITS)],
  ]
}

function ask(world: World, order: Order, answers: number, seed: number): number {
  const person = createRandom(seed)
  const tastes = drawTastes(world, person() < 0.5 ? 1 : 2, person)
  const asked = new Set<number>()
  const log: Interaction[] = []
  for (const item of order(createRandom(seed + 1_000_000))) {
    if (log.length >= answers) break
    // The same person says the same of an item, in whatever order it is asked about.
    const answer = createRandom(1_000 * seed + item)
    if (answer() > KNOWN) continue
    asked.add(item)
    const liked = answer() < (tastes.includes(world.tasteOf(item)) ? RECOGNISED : (world.appeal[item] ?? 0))
    log.push({ sequence: log.length + 1, type: liked ? 'like' : 'dislike', itemId: String(item), at: 0 })
  }
  return ndcgFor(world, listFor(world, replay(log), asked), asked, tastes)
}

function shuffled(items: readonly number[], random: Random): number[] {
  return items
    .map((item) => ({ item, key: random() }))
    .sort((a, b) => a.key - b.key)
    .map(({ item }) => item)
}
