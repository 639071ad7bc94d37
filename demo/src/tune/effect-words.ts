import type { RecommendationList } from 'locavore'
import { say } from '../language/texts.js'

/**
 * What the sliders did to what is shown, in one line.
 * @param otherwise how many of the page would not be on it without them; undefined if they stand where they began
 */
export function effectWords(page: RecommendationList | undefined, otherwise: number | undefined): string {
  if (page === undefined || page.kind !== 'recommend') return ''
  const words = say().tune
  if (otherwise === undefined) return words.plain
  const said = [words.otherwise(otherwise, page.length)]
  const tries = page.filter(({ propensity }) => propensity !== undefined).length
  if (tries > 0) said.push(words.tries(tries))
  const rested = page.steps.find(({ kind }) => kind === 'fatigue')
  if (rested !== undefined && rested.removed > 0) said.push(words.rested(rested.removed))
  return said.join(' ')
}
