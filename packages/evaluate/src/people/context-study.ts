import { createRandom, type Interaction, inContext, replay } from '@locavore/core'
import { type Check, check } from '../checks/check.js'
import type { Bootstrap } from '../measure/bootstrap.js'
import type { Section } from '../report/section.js'
import { listFor, ndcgFor } from './ranked-for.js'
import { drawItem, drawTastes, type World } from './world.js'

const LENGTHS = [4, 8, 16, 32, 64] as const
const HOURS = ['morning', 'evening'] as const
/** Two tastes at each time of the day; with `none` all four at both. */
const KINDS = ['depend on the hour', 'do not depend on it', 'two people, two modes'] as const
type Kind = (typeof KINDS)[number]

/** With fewer likes than this nothing has to be gained yet. */
const ENOUGH = 32
const LEAST_GAIN = 1.05
const MOST_HARM = 0.99

/**
 * Lists in circumstances, with and without looking at them, for people whose tastes do and do not depend on them; and for two
 * people who share a device, with and without modes.
 */
export function contextSection(world: World, bootstrap: Bootstrap, people: number): Section {
  const rows: Section['rows'][number][] = []
  const checks: Check[] = []
  for (const kind of KINDS) {
    for (const likes of LENGTHS) {
      const measured = Array.from({ length: people }, (_, seed) => measure(world, kind, likes, seed + 1))
      const plain = Float64Array.from(measured, (one) => one.plain)
      const aware = Float64Array.from(measured, (one) => one.aware)
      const gain = bootstrap.ratio(aware, plain)
      const values = { without: bootstrap.mean(plain), with: bootstrap.mean(aware), 'with / without': gain }
      rows.push({ name: `tastes ${kind}, ${likes} likes`, values })
      const helps = kind !== 'do not depend on it' && likes >= ENOUGH
      const about = `NDCG@10 with circumstances / without, tastes ${kind}, ${likes} likes`
      checks.push(
        check(kind === 'two people, two modes' ? 'P5' : 'P7', about, gain, { least: helps ? LEAST_GAIN : MOST_HARM }),
      )
    }
  }
  return { id: 'context', title: `Circumstances and modes: NDCG@10, ${people} simulated people each`, rows, checks }
}

function measure(
  world: World,
  kind: Kind,
  likes: number,
  seed: number,
): { readonly plain: number; readonly aware: number } {
  const random = createRandom(1_000 * likes + seed)
  const tastes = drawTastes(world, 4, random)
  const tastesAt = (place: number) => (kind === 'do not depend on it' ? tastes : tastes.slice(2 * place, 2 * place + 2))
  const known = new Set<number>()
  const log: Interaction[] = []
  for (let k = 0; k < likes; k += 1) {
    const place = random() < 0.5 ? 0 : 1
    const item = drawItem(world, tastesAt(place), known, random)
    known.add(item)
    const label = HOURS[place] as string
    const where = kind === 'two people, two modes' ? { mode: label } : { context: [`hour:${label}`] }
    log.push({ sequence: k + 1, type: 'like', itemId: String(item), at: 0, ...where })
  }
  const place = random() < 0.5 ? 0 : 1
  const label = HOURS[place] as string
  const whole = replay(log.map(({ mode: _, ...interaction }) => interaction))
  const similarity = (a: string, b: string) => world.content.cosines(Number(a))[Number(b)]
  const own =
    kind === 'two people, two modes'
      ? replay(log, label)
      : inContext({ profile: whole, now: [`hour:${label}`], similarity }).profile
  const ndcg = (profile: typeof whole) => ndcgFor(world, listFor(world, profile, known), known, tastesAt(place))
  return { plain: ndcg(whole), aware: ndcg(own) }
}
