import {
  type Artefacts,
  likedHistory,
  type PipelineConstants,
  type ScoredCandidates,
  scoreArtefacts,
} from '@locavore/core'
import type { Method, ScoreRequest } from './method.js'

interface Variant {
  readonly name: string
  readonly about: string
  /** Factors as they were before they were rounded to int8. */
  readonly floats?: boolean
  /** Artefacts that are taken away. */
  readonly without?: readonly (keyof Artefacts)[]
  readonly constants?: Partial<PipelineConstants>
  readonly dislikes?: boolean
}

const COLLABORATIVE = ['itemWeights', 'factors', 'factorMean'] as const

const DEFAULT: Variant = { name: 'default', about: 'the whole pipeline' }

const VARIANTS: readonly Variant[] = [
  { name: 'withoutItemItem', about: 'no item-to-item weights', without: ['itemWeights'] },
  { name: 'withoutFactors', about: 'no factors', without: ['factors', 'factorMean'] },
  { name: 'withoutPrior', about: 'no prior mean', without: ['factorMean'] },
  { name: 'withoutContent', about: 'no content', without: ['content'] },
  { name: 'withoutPopularity', about: 'no fading popularity', without: ['logPopularity'] },
  { name: 'withoutDecay', about: 'old likes count in full', constants: { halfLifeEvents: null } },
  { name: 'withoutSession', about: 'no session', constants: { sessionWeight: 0 } },
  { name: 'withDislikes', about: 'dislikes count against', dislikes: true },
  { name: 'defaultFloatFactors', about: 'factors as floats in place of int8', floats: true },
  { name: 'contentOnly', about: 'content and popularity only', without: COLLABORATIVE },
]

/** The default score of a person, with everything needed to take it apart. */
export function scoreDefault(request: ScoreRequest): ScoredCandidates {
  return scoreVariant(request, DEFAULT)
}

/** The default with dislikes counting against what is like them. */
export function scoreWithDislikes(request: ScoreRequest): ScoredCandidates {
  return scoreVariant(request, { ...DEFAULT, dislikes: true })
}

/** The default first, then one variant for each thing that can be taken from it. */
export function pipelineMethods(): Method[] {
  return [DEFAULT, ...VARIANTS].map((variant) => ({
    name: variant.name,
    about: variant.about,
    score: (request) => (applies(variant, request) ? scoreVariant(request, variant).scores : undefined),
  }))
}

/** A part that is not there cannot be taken away: the figure would be the default's under another name. */
function applies({ name, without, constants, dislikes, floats }: Variant, { fold, pack }: ScoreRequest): boolean {
  const { artefacts } = fold
  const given = pack.manifest.constants
  if (name === 'contentOnly' && artefacts.content === undefined) return false
  if (floats === true && fold.floatFactors === undefined) return false
  if (dislikes === true && pack.manifest.dislikeThreshold === undefined) return false
  const changes = Object.entries(constants ?? {})
  if (changes.some(([key, value]) => given[key as keyof PipelineConstants] === value)) return false
  return without === undefined || without.some((name) => artefacts[name] !== undefined)
}

function scoreVariant({ pack, fold, liked, disliked, candidates }: ScoreRequest, variant: Variant): ScoredCandidates {
  const constants = { ...pack.manifest.constants, ...variant.constants }
  const shipped = variant.floats === true ? { ...fold.artefacts, factors: fold.floatFactors } : fold.artefacts
  const artefacts = Object.fromEntries(
    Object.entries(shipped).filter(([name]) => !variant.without?.includes(name as keyof Artefacts)),
  ) as Artefacts
  const history = likedHistory(liked, { ...constants, ...(variant.dislikes === true ? { disliked } : {}) })
  return scoreArtefacts({ artefacts, history, candidates, constants })
}
