import { Bootstrap, type Estimate } from '../measure/bootstrap.js'
import { createCardWorld } from '../simulate/card-world.js'
import type { Study, StudyTable } from '../studies/study.js'
import { coverageOf, situations, trueReward } from './coverage.js'
import { POLICIES, regretOf } from './regret.js'
import { cardVectors, VISITOR_TASTES } from './visits.js'

const SEEDS = 100
const VISITS = [1_000, 4_000] as const
const ROUNDS = 60
const POOL = 200
const PEOPLE_PER_TASTE = 4
const bootstrap = new Bootstrap(1, 1_000)

/** Whether what exploration logs tells the truth about another ranking, and what exploring costs. */
export const exploreStudy: Study = {
  name: 'explore',
  about: 'off-policy estimates against the truth, and the regret of exploring, on simulated people',
  needsPack: false,
  run: () => [coverageTable(), regretTable()],
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
        exactly(runs.filter((run) => run.ips).length),
        exactly(runs.filter((run) => run.snips).length),
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
      'IPS: truth inside',
      'SNIPS: truth inside',
      'IPS error',
      'SNIPS error',
      'IPS rmse',
      'SNIPS rmse',
      'effective visits',
    ],
    rows,
    note: `200 situations of simulated visitors after 0 to 39 cards; 20 cards to choose from. Truth inside: of ${SEEDS} 95% intervals.`,
  }
}

function regretTable(): StudyTable {
  const world = createCardWorld()
  const vectors = cardVectors(world)
  const people = VISITOR_TASTES.flatMap((taste, t) =>
    Array.from({ length: PEOPLE_PER_TASTE }, (_, k) => ({ taste, seed: 90_000 + 100 * t + k })),
  )
  return {
    title: `Regret after ${ROUNDS} cards, ${people.length} simulated people who begin unknown, ${POOL} cards to choose from`,
    columns: ['likes missed'],
    rows: POLICIES.map((policy) => ({
      name: policy.name,
      values: [
        bootstrap.mean(
          Float64Array.from(people, ({ taste, seed }) =>
            regretOf(policy, world, vectors, taste, { rounds: ROUNDS, pool: POOL, seed }),
          ),
        ),
      ],
    })),
    note: 'Every policy learns by the same posterior, from the same people and cards; only the choosing differs.',
  }
}
