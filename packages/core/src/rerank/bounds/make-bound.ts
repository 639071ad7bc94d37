import type { AttributeValue, Modality } from '../../types.js'
import type { RerankCandidates } from '../draft.js'
import { type CapStep, DEFAULT_PLACES, type ExposureStep, type ModalityMixStep } from '../step.js'
import type { Bound } from './bound.js'

/** The values of an attribute that an item has, as texts; none if it lacks the attribute. */
export function valuesOf(candidates: RerankCandidates, j: number, attribute: string): readonly string[] {
  const attributes = candidates.attributes(j)
  // Own properties only: a step on `constructor` must not see the prototype's.
  if (attributes === undefined || !Object.hasOwn(attributes, attribute)) return []
  const value: AttributeValue | readonly AttributeValue[] | undefined = attributes[attribute]
  if (value === undefined) return []
  return Array.isArray(value) ? [...new Set(value.map(String))] : [String(value)]
}

/** Items without the attribute are not capped. */
export function capBound(candidates: RerankCandidates, step: CapStep): Bound {
  const { names, ...labelled } = labelsBy(candidates, (j) => valuesOf(candidates, j, step.attribute))
  return {
    names: names.map((name) => `${step.attribute} ${name}`),
    ...labelled,
    places: step.places ?? candidates.scores.length,
    weightOf: () => 1,
    least: new Float64Array(names.length),
    most: new Float64Array(names.length).fill(step.most),
    hard: true,
  }
}

export function modalityMixBound(
  candidates: RerankCandidates,
  { shares, places = DEFAULT_PLACES }: ModalityMixStep,
): Bound {
  const names = Object.keys(shares) as Modality[]
  const { labelsOf, overlapping } = labelsBy(candidates, (j) => candidates.modalities(j), names)
  return {
    names,
    labelsOf,
    overlapping,
    places,
    weightOf: () => 1,
    least: Float64Array.from(names, (name) => Math.ceil((shares[name]?.least ?? 0) * places - 1e-9)),
    most: Float64Array.from(names, (name) => Math.floor((shares[name]?.most ?? 1) * places + 1e-9)),
    hard: false,
  }
}

export function exposureBound(candidates: RerankCandidates, step: ExposureStep): Bound {
  const { attribute, bounds, others, places: asked = DEFAULT_PLACES } = step
  const places = Math.min(asked, candidates.scores.length)
  const { names, ...labelled } = labelsBy(candidates, (j) => valuesOf(candidates, j, attribute))
  const weightOf = (place: number) => 1 / Math.log2(place + 2)
  let total = 0
  for (let place = 0; place < places; place += 1) total += weightOf(place)
  const boundOf = (name: string) => (Object.hasOwn(bounds, name) ? bounds[name] : others)
  return {
    names: names.map((name) => `${attribute} ${name}`),
    ...labelled,
    places,
    weightOf,
    least: Float64Array.from(names, (name) => (Object.hasOwn(bounds, name) ? (bounds[name]?.least ?? 0) : 0) * total),
    most: Float64Array.from(names, (name) => (boundOf(name)?.most ?? 1) * total),
    hard: false,
  }
}

/** Numbers the labels of all candidates once, so that placing compares numbers only. */
function labelsBy(
  { scores }: RerankCandidates,
  textsOf: (j: number) => readonly string[],
  only?: readonly string[],
): Pick<Bound, 'labelsOf' | 'overlapping'> & { names: string[] } {
  const numbers = new Map<string, number>((only ?? []).map((name, number) => [name, number]))
  const labels = Array.from(scores, (_, j) =>
    textsOf(j).flatMap((text) => {
      const known = numbers.get(text)
      if (known !== undefined) return [known]
      if (only !== undefined) return []
      numbers.set(text, numbers.size)
      return [numbers.size - 1]
    }),
  )
  return {
    names: [...numbers.keys()],
    labelsOf: (j) => labels[j] ?? [],
    overlapping: labels.some(({ length }) => length > 1),
  }
}
