import type { ListKind } from '../pipeline/options.js'
import type { HistoryContribution, Modality, Reason, ScorePartName } from '../types.js'
import { type ReasonData, reasonMessage } from './describe.js'
import type { CandidateParts } from './explain.js'
import { en } from './languages/latin/en.js'
import type { SentenceTemplates } from './languages/sentence-templates.js'

export interface ReasonsInput {
  /** The item to give reasons for. */
  readonly itemId: string
  readonly kind: ListKind
  readonly explanation: CandidateParts
  readonly titleOf: (itemId: string, domain?: string) => string | undefined
  /** Chosen to learn about a new person. */
  readonly onboarding: boolean
  /** Places gained over the rank by score, because it differs from what stands before it. */
  readonly movedUp: number
  readonly askedItemId?: string
  /** The site's own wish that put it where it is, or a try. */
  readonly placedBy?: 'pinned' | 'boosted' | 'explored'
  /** Language of the messages (default English). */
  readonly templates?: SentenceTemplates
}

const MOST_REASONS = 3
/** A part must carry this much of the positive score to be named. */
const SMALLEST_PART = 0.15
/** Places an item must have gained before variety, or a boost, is the reason it is here. */
export const FEWEST_PLACES = 5

/** Why an item is in a list, strongest first, always at least one. */
export function reasonsFor(input: ReasonsInput): Reason[] {
  const { templates = en } = input
  return reasonData(input).map((reason) => ({ ...reason, message: reasonMessage(reason, templates) }))
}

/** Parts of a score that are said together, and how; the first where parts are equally strong. */
const SAID: readonly {
  readonly names: readonly ScorePartName[]
  readonly say: (input: ReasonsInput) => ReasonData | undefined
}[] = [
  { names: ['query'], say: askedReason },
  { names: ['taste', 'session', 'elsewhere'], say: tasteReason },
  { names: ['neighbours', 'factors'], say: togetherReason },
  { names: ['relations'], say: tieReason },
  { names: ['next'], say: nextReason },
  { names: ['trend'], say: () => ({ kind: 'trending' }) },
  { names: ['repeat', 'recency'], say: tasteReason },
  { names: ['steering'], say: () => ({ kind: 'steered' }) },
  { names: ['popularity'], say: () => ({ kind: 'popular' }) },
  { names: ['freshness'], say: () => ({ kind: 'new' }) },
]

function reasonData(input: ReasonsInput): ReasonData[] {
  const reasons = strongestParts(input.explanation).flatMap(({ say }) => say(input) ?? [])
  if (input.onboarding) reasons.unshift({ kind: 'onboarding' })
  if (input.placedBy !== undefined) reasons.unshift({ kind: input.placedBy })
  const movedUp = input.movedUp >= FEWEST_PLACES && !input.onboarding && input.placedBy === undefined
  if (movedUp || reasons.length === 0) reasons.push({ kind: 'variety' })
  return reasons.slice(0, MOST_REASONS)
}

/** Those that carry enough of the positive score to be named, strongest first. */
function strongestParts({ parts }: CandidateParts): readonly (typeof SAID)[number][] {
  let positive = 0
  for (const { value } of parts) positive += Math.max(0, value)
  if (!(positive > 0)) return []
  const found: (typeof SAID)[number][] = []
  const strengths: number[] = []
  for (const said of SAID) {
    let sum = 0
    for (const { name, value } of parts) if (said.names.includes(name)) sum += value
    const strength = sum / positive
    if (!(strength >= SMALLEST_PART)) continue
    const weaker = strengths.findIndex((other) => other < strength)
    const place = weaker < 0 ? found.length : weaker
    found.splice(place, 0, said)
    strengths.splice(place, 0, strength)
  }
  return found
}

function askedReason({ kind, explanation, askedItemId, titleOf }: ReasonsInput): ReasonData | undefined {
  const asked = explanation.parts.filter(({ name }) => name === 'query')
  const strongest = asked.reduce<(typeof asked)[number] | undefined>(
    (best, part) => (best === undefined || part.value > best.value ? part : best),
    undefined,
  )
  if (strongest === undefined) return undefined
  const modality = strongest.modality === undefined ? {} : { modality: strongest.modality }
  if (askedItemId !== undefined) return { kind: 'similar-to-item', ...modality, ...named(askedItemId, titleOf) }
  return kind === 'search' ? { kind: 'matches-query', ...modality } : undefined
}

function tasteReason({ itemId, explanation, titleOf }: ReasonsInput): ReasonData | undefined {
  const { strongest } = explanation
  if (strongest === undefined) return undefined
  const modality = strongestModality(strongest)
  const { itemId: likedId, domain, type: interaction } = strongest
  const said = { kind: 'similar-to-liked', ...named(likedId, titleOf, domain), interaction } as const
  const reason = modality === undefined ? said : { ...said, modality }
  if (domain !== undefined) return { ...reason, domain }
  return likedId === itemId ? { ...reason, own: true } : reason
}

function togetherReason(input: ReasonsInput): ReasonData | undefined {
  const { explanation, titleOf, askedItemId } = input
  const { strongest } = explanation
  if (strongest === undefined) {
    return askedItemId === undefined ? undefined : { kind: 'liked-together', ...named(askedItemId, titleOf) }
  }
  // Nobody here liked both: what was liked elsewhere leads here by its content.
  return strongest.domain === undefined
    ? { kind: 'liked-together', ...named(strongest.itemId, titleOf) }
    : tasteReason(input)
}

function nextReason({ explanation: { follows }, titleOf }: ReasonsInput): ReasonData | undefined {
  return follows === undefined ? undefined : { kind: 'next', ...named(follows, titleOf) }
}

function tieReason({ explanation: { tie }, titleOf }: ReasonsInput): ReasonData | undefined {
  return tie && { kind: 'related-by', relation: tie.relation, ...named(tie.itemId, titleOf) }
}

function strongestModality({ byModality }: HistoryContribution): Modality | undefined {
  const entries = Object.entries(byModality) as [Modality, number][]
  return entries.sort((a, b) => b[1] - a[1])[0]?.[0]
}

function named(itemId: string, titleOf: ReasonsInput['titleOf'], domain?: string): Pick<Reason, 'itemId' | 'title'> {
  const title = titleOf(itemId, domain)
  return title === undefined ? { itemId } : { itemId, title }
}
