import type { Catalogue } from '../catalogue/catalogue.js'
import type { AttributeFact } from '../catalogue/items/attribute-columns.js'
import type { Setting } from '../profile/profile.js'
import type { ScoreInput } from './score.js'
import { type StandardisedSignal, standardise } from './signal.js'

/** Standard deviations from the mean at which an item has all, or nothing, of a numeric attribute. */
const ALL_OF_IT = 2

/**
 * What the person's attribute settings give each candidate. Not a z-score: of a setting that few items have, that would be
 * so much that nothing else counted, and half a setting would do what a whole one does.
 */
export function settingSignals(input: ScoreInput): StandardisedSignal[] {
  const { catalogue, candidates, constants, profile, query } = input
  const settings = query === undefined ? profile.settings.filter(({ attribute }) => attribute !== undefined) : []
  if (settings.length === 0) return []
  const values = new Float64Array(candidates.length)
  for (const setting of settings) {
    const fit = fitOf(catalogue, setting)
    candidates.forEach((index, j) => {
      values[j] = (values[j] as number) + setting.value * fit(index)
    })
  }
  return [standardise({ name: 'steering', weight: constants.settingShare, values, absolute: true })]
}

type Fit = (index: number) => number

/** 1 for items that have the value asked for; from -1 to 1 for how much they have of a numeric attribute. */
function fitOf(catalogue: Catalogue, { attribute = '', is }: Setting): Fit {
  if (is === undefined) return amountOf(catalogue, attribute)
  const factAt = factsOf(catalogue, attribute)
  return (index) => {
    const fact = factAt(index)
    return fact === is || (Array.isArray(fact) && fact.includes(is)) ? 1 : 0
  }
}

/** Measured against the whole catalogue, so that an item has as much of it in every list. */
function amountOf(catalogue: Catalogue, attribute: string): Fit {
  const factAt = factsOf(catalogue, attribute)
  const numbers = Array.from({ length: catalogue.extent }, (_, index) => factAt(index)).filter(
    (fact) => typeof fact === 'number',
  )
  const count = Math.max(1, numbers.length)
  const mean = numbers.reduce((sum, value) => sum + value, 0) / count
  const deviation = Math.sqrt(numbers.reduce((sum, value) => sum + (value - mean) ** 2, 0) / count)
  return (index) => {
    const fact = factAt(index)
    if (typeof fact !== 'number' || !(deviation > 0)) return 0
    return Math.min(1, Math.max(-1, (fact - mean) / (ALL_OF_IT * deviation)))
  }
}

function factsOf(catalogue: Catalogue, attribute: string): (index: number) => AttributeFact {
  const [column] = catalogue.attributes([attribute])
  return (index) => column?.values[column.codes[index] ?? 0]
}
