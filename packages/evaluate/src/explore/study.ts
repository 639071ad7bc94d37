import { Bootstrap, type Estimate } from '../measure/bootstrap.js'
import { type CardWorld, createCardWorld } from '../simulate/card-world.js'
import type { Study, StudyTable } from '../studies/study.js'
import { coverageOf, situations, trueReward } from './coverage.js'
import { POLICIES, regretOf } from './regret.js'
import { PLACE_POLICIES, visitRegret } from './visit-regret.js'
import { cardVectors } from './visits.js'

const SEEDS = 1_000
const VISITS = [1_000, 4_000] as const
const ROUNDS = 80
const CARDS = 500
const PEOPLE = 160
const PEOPLE_VISITS = 12
const SEEDS_OF_PEOPLE = Array.from({ length: PEOPLE }, (_, k) => 20_000 + k)
const bootstrap = new Bootstrap(1, 1_000)

/** Whether what exploration logs tells the truth about another ranking, and what exploring costs. */
export const exploreStudy: Study = {
  name: 'explore',
  about: 'off-policy estimates against the truth, and the regret of exploring, on simulated people',
  needsPack: false,
  run: () => {
    const world = createCardWorld({ cards: CARDS })
    const vectors = cardVectors(world)
    return [coverageTable(), placeTable(world, vectors), cardTable(world, vectors)]
  },
}

const exactly = (value: number): Estimate => ({ mean: value, low: value, high: value })

function coverageTable(): StudyTable {
  const all = situations(createCardWorld(), 200, 1)
  const truth = trueReward(all)
  const rows = VISITS.map((visits) => {
    const runs = Array.from({ length: SEEDS }, (_, k) => coverageOf(all, visits, 500 + k))
    const errors = (of: 'ipsError' | 'snipsError') => bootstrap.mean(Float64Array.from(runs, (run) => run[of]))
    const size = (of: 'ipsError' | 'snipsError') =>
      exactly(Math.sqrt(runs.reduce((sum, run) => sum + run[of] ** 2, 0) / runs.length))
    return {
      name: `${visits} visits`,
      values: [
        exactly((100 * runs.filter((run) => run.ips).length) / SEEDS),
        exactly((100 * runs.filter((run) => run.snips).length) / SEEDS),
        errors('ipsError'),
        errors('snipsError'),
        size('ipsError'),
        size('snipsError'),
        bootstrap.mean(Float64Array.from(runs, (run) => run.effective)),
      ],
    }
  })
  return {
    title: `Off-policy estimates of a nearly greedy ranking (true reward ${truth.toFixed(4)}) from the log of a Thompson place, ${SEEDS} seeds`,
    columns: [
      'IPS: truth inside, %',
      'SNIPS: truth inside, %',
      'IPS error',
      'SNIPS error',
      'IPS rmse',
      'SNIPS rmse',
      'effective visits',
    ],
    rows,
    note: `200 situations of simulated visitors after 0 to 39 cards; 20 cards to choose from. Truth inside: part of the 95% intervals that hold it.`,
  }
}

function placeTable(world: CardWorld, vectors: Float32Array): StudyTable {
  const missed = PLACE_POLICIES.map((policy) =>
    Float64Array.from(SEEDS_OF_PEOPLE, (seed) => visitRegret(policy, world, vectors, { visits: PEOPLE_VISITS, seed })),
  )
  return {
    title: `Regret of one exploring place in ten after ${PEOPLE_VISITS} lists, ${PEOPLE} simulated people who begin unknown, ${CARDS} cards`,
    columns: ['likes missed', 'minus epsilon-greedy'],
    rows: PLACE_POLICIES.map(({ name }, k) => ({
      name,
      values: [bootstrap.mean(missed[k] ?? new Float64Array(0)), difference(missed[k], missed[1])],
    })),
    note: 'Differences are of the same people with the same cards.',
  }
}

function cardTable(world: CardWorld, vectors: Float32Array): StudyTable {
  const missed = POLICIES.map((policy) =>
    Float64Array.from(SEEDS_OF_PEOPLE, (seed) => regretOf(policy, world, vectors, { rounds: ROUNDS, seed })),
  )
  const others = ['epsilon-greedy, 0.05', 'epsilon-greedy, 0.1']
  const found = others.map((name) => missed[POLICIES.findIndex((each) => each.name === name)])
  return {
    title: `Regret where every card explores, after ${ROUNDS} cards, the same people`,
    columns: ['likes missed', ...others.map((name) => `minus ${name}`)],
    rows: POLICIES.map(({ name }, k) => ({
      name,
      values: [bootstrap.mean(missed[k] ?? new Float64Array(0)), ...found.map((other) => difference(missed[k], other))],
    })),
    note: 'Every policy learns by the same posterior; only the choosing differs. The scale was chosen on 40 other people.',
  }
}

function difference(own = new Float64Array(0), other = new Float64Array(0)): Estimate {
  return bootstrap.mean(own.map((value, k) => value - (other[k] ?? 0)))
}
