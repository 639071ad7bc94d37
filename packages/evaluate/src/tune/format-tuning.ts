import type { Estimate } from '../measure/bootstrap.js'
import { formatTable } from '../studies/study.js'
import type { Tuning } from './tune.js'

/** What was found, as text. */
export function formatTuning(tuning: Tuning): string {
  const { pack, people, changed, defaults, diversity, gainByHistory, trials } = tuning
  const changes = Object.entries(changed).map(
    ([name, value]) => `  ${name}: ${defaults[name as keyof typeof defaults]} -> ${value}`,
  )
  return [
    `Tuning on ${pack}: ${people.validation} people looked at, ${people.untouched} left alone; ${trials} trials`,
    ['Best found', ...(changes.length === 0 ? ['  the present constants'] : changes)].join('\n'),
    [
      'Gain over the present constants, by people who did not choose, x [95%]',
      `  all history lengths   ${words(tuning.gain)}`,
      ...gainByHistory.map(({ history, gain }) => `  ${`${history} likes`.padEnd(20)}  ${words(gain)}`),
      `  by those who chose    ${words(tuning.gainOnChoosers)}`,
    ].join('\n'),
    verdict(tuning),
    ...(diversity === undefined ? [] : [formatDiversity(diversity)]),
  ].join('\n\n')
}

function verdict({ recommended, changed }: Tuning): string {
  if (recommended) return 'Recommended: ship these constants.'
  if (Object.keys(changed).length === 0) return 'Keep the present constants: nothing that was tried is better.'
  return 'Keep the present constants: the gain is within the noise.'
}

function formatDiversity({ rows, recommended }: NonNullable<Tuning['diversity']>): string {
  const table = formatTable({
    title: 'Diversity (MMR), all likes',
    columns: ['NDCG@10 kept', 'diversity@10'],
    rows: rows.map(({ diversity, ndcg10Kept, ild10 }) => ({
      name: String(diversity),
      values: [ndcg10Kept, ild10],
    })),
  })
  const said =
    recommended === undefined
      ? 'Of no value above 0 is it sure that it costs less than 1%: there are too few people to say more.'
      : `The largest of which it is sure that it costs less than 1%: diversity ${recommended}.`
  return `${table}\n\n${said}`
}

function words({ mean, low, high }: Estimate): string {
  return `${mean.toFixed(3)} [${low.toFixed(3)}, ${high.toFixed(3)}]`
}
