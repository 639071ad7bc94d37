import type { RecommendationList } from 'locavore'

const count = (number: number, what: string): string => `${number} ${number === 1 ? what : `${what}s`}`

/**
 * What the sliders did to what is shown, in one line.
 * @param otherwise how many of the page would not be on it without them; undefined if they stand where they began
 */
export function effectWords(page: RecommendationList | undefined, otherwise: number | undefined): string {
  if (page === undefined || page.kind !== 'recommend') return ''
  if (otherwise === undefined) return 'Arranged as every list is: by what fits, with some variety.'
  const said = [`${otherwise} of these ${page.length} postcards would not be here without your tuning`]
  const tries = page.filter(({ propensity }) => propensity !== undefined).length
  if (tries > 0) said.push(`${count(tries, 'place')} ${tries === 1 ? 'is' : 'are'} given to a try`)
  const rested = page.steps.find(({ kind }) => kind === 'fatigue')
  if (rested !== undefined && rested.removed > 0) said.push(`${count(rested.removed, 'postcard')} left out to rest`)
  return `${said.join('. ')}.`
}
