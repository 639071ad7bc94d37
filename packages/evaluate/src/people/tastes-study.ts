import {
  createRandom,
  type Interaction,
  type Profile,
  replay,
  type TasteEdit,
  tastes,
  withoutMuted,
} from '@locavore/core'
import { check } from '../checks/check.js'
import type { Bootstrap } from '../measure/bootstrap.js'
import type { Section } from '../report/section.js'
import { listFor, shareOf } from './ranked-for.js'
import { drawItem, drawTastes, type World } from './world.js'

const TASTES = 3
const LENGTHS = [6, 12, 24, 48] as const
const LEAST_AGREEMENT = 0.5
const LONGEST = 48

/** Whether groups found in likes are the hidden tastes, and what muting one does to the next list. */
export function tastesSection(world: World, bootstrap: Bootstrap, people: number): Section {
  const measured = LENGTHS.map((likes) => ({
    likes,
    each: Array.from({ length: people }, (_, seed) => measure(world, likes, seed + 1)),
  }))
  const of = (each: readonly Measured[], key: keyof Measured) => Float64Array.from(each, (one) => one[key])
  const last = measured.find(({ likes }) => likes === LONGEST)?.each ?? []
  return {
    id: 'tastes',
    title: `Tastes: pairs grouped as hidden (Rand index, adjusted for chance); part of the next 20 of the strongest taste before and after muting it; ${people} simulated people with ${TASTES} tastes`,
    rows: measured.map(({ likes, each }) => ({
      name: `${likes} likes`,
      values: {
        'found tastes': bootstrap.mean(of(each, 'found')),
        agreement: bootstrap.mean(of(each, 'agreement')),
        'before muting': bootstrap.mean(of(each, 'before')),
        'after muting': bootstrap.mean(of(each, 'after')),
      },
    })),
    checks: [
      check('P5', `agreement with hidden tastes, ${LONGEST} likes`, bootstrap.mean(of(last, 'agreement')), {
        least: LEAST_AGREEMENT,
      }),
      check(
        'P5',
        `muted taste in the next 20, after / before, ${LONGEST} likes`,
        bootstrap.ratio(of(last, 'after'), of(last, 'before')),
        {
          most: 0.25,
        },
      ),
    ],
  }
}

interface Measured {
  readonly found: number
  readonly agreement: number
  readonly before: number
  readonly after: number
}

function measure(world: World, likes: number, seed: number): Measured {
  const random = createRandom(77 * likes + seed)
  const hidden = drawTastes(world, TASTES, random)
  const known = new Set<number>()
  const log = Array.from({ length: likes }, (_, k): Interaction => {
    const item = drawItem(world, hidden, known, random)
    known.add(item)
    return { sequence: k + 1, type: 'like', itemId: String(item), at: 0 }
  })
  const profile = replay(log)
  const found = grouped(world, profile)
  const strongest = found[0]?.itemIds[0] ?? ''
  const edited = grouped(world, profile, [{ kind: 'mute', itemId: strongest }])
  const taste = world.tasteOf(Number(strongest))
  const share = (of: Profile) => shareOf(world, listFor(world, of, known), taste)
  return {
    found: found.length,
    agreement: adjustedRand(found.map(({ itemIds }) => itemIds.map((id) => world.tasteOf(Number(id))))),
    before: share(profile),
    after: share(withoutMuted(profile, edited)),
  }
}

function grouped(world: World, profile: Profile, edits: readonly TasteEdit[] = []) {
  return tastes({ profile, edits, similarity: (a, b) => world.content.cosines(Number(a))[Number(b)] })
}

/** Agreement of groups with labels: 1 the same, 0 as by chance (Hubert and Arabie, 1985). @param groups labels of members. */
export function adjustedRand(groups: readonly (readonly number[])[]): number {
  const pairs = (count: number) => (count * (count - 1)) / 2
  const labels = new Map<number, number>()
  let both = 0
  for (const group of groups) {
    const own = new Map<number, number>()
    for (const label of group) {
      own.set(label, (own.get(label) ?? 0) + 1)
      labels.set(label, (labels.get(label) ?? 0) + 1)
    }
    for (const count of own.values()) both += pairs(count)
  }
  const inGroups = groups.reduce((sum, group) => sum + pairs(group.length), 0)
  const inLabels = [...labels.values()].reduce((sum, count) => sum + pairs(count), 0)
  const expected = (inGroups * inLabels) / Math.max(1, pairs(groups.flat().length))
  const most = (inGroups + inLabels) / 2
  return most === expected ? 1 : (both - expected) / (most - expected)
}
