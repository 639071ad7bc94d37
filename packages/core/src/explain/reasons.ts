import type { ListKind } from '../pipeline/options.js'
import type { HistoryContribution, InteractionType, Modality, Reason, ScorePartName } from '../types.js'
import type { ScoreExplanation } from './explain.js'

export interface ReasonsInput {
  /** The item to give reasons for. */
  readonly itemId: string
  readonly kind: ListKind
  readonly explanation: ScoreExplanation
  readonly titleOf: (itemId: string) => string | undefined
  /** Chosen to learn about a new person. */
  readonly onboarding: boolean
  /** Places gained over the rank by score, because it differs from what stands before it. */
  readonly movedUp: number
  readonly askedItemId?: string
}

const MOST_REASONS = 3
/** A part must carry this much of the positive score to be named. */
const SMALLEST_PART = 0.15
/** Places an item must have gained before variety is the reason it is here. */
const FEWEST_PLACES = 5

const DONE: Partial<Record<InteractionType, string>> = {
  like: 'you liked',
  save: 'you saved',
  purchase: 'you bought',
  share: 'you shared',
  play: 'you played',
  dwell: 'you looked at',
  view: 'you viewed',
}

const MEDIUM: Readonly<Record<Modality, string>> = { text: 'words', image: 'picture', audio: 'sound', clip: 'clip' }

/** Why an item is in a list, strongest first, always at least one. */
export function reasonsFor(input: ReasonsInput): Reason[] {
  const found: { readonly strength: number; readonly reason: Reason }[] = []
  const add = (strength: number, reason: Reason | undefined) => {
    if (reason !== undefined && strength > 0) found.push({ strength, reason })
  }
  const positive = input.explanation.parts.reduce((sum, { value }) => sum + Math.max(0, value), 0)
  const share = (...names: ScorePartName[]) => partShare(input.explanation, names, positive)
  add(share('query'), askedReason(input))
  add(share('taste', 'session'), tasteReason(input))
  add(share('popularity'), { kind: 'popular', message: 'Many people like it' })
  add(share('freshness'), { kind: 'new', message: 'It is new' })
  const strongest = found.filter(({ strength }) => strength >= SMALLEST_PART).sort((a, b) => b.strength - a.strength)
  const reasons = strongest.map(({ reason }) => reason)
  if (input.onboarding) reasons.unshift({ kind: 'onboarding', message: 'A first pick, to learn what you like' })
  if ((input.movedUp >= FEWEST_PLACES && !input.onboarding) || reasons.length === 0) {
    reasons.push({ kind: 'variety', message: 'Something different from the rest' })
  }
  return reasons.slice(0, MOST_REASONS)
}

function partShare({ parts }: ScoreExplanation, names: readonly ScorePartName[], positive: number): number {
  const sum = parts.reduce((total, { name, value }) => total + (names.includes(name) ? value : 0), 0)
  return positive > 0 ? sum / positive : 0
}

function askedReason({ kind, explanation, askedItemId, titleOf }: ReasonsInput): Reason | undefined {
  const asked = explanation.parts.filter(({ name }) => name === 'query')
  const strongest = asked.reduce<(typeof asked)[number] | undefined>(
    (best, part) => (best === undefined || part.value > best.value ? part : best),
    undefined,
  )
  if (strongest === undefined) return undefined
  const modality = strongest.modality === undefined ? {} : { modality: strongest.modality }
  const medium = strongest.modality === undefined ? '' : ` in its ${MEDIUM[strongest.modality]}`
  if (askedItemId !== undefined) {
    return {
      kind: 'similar-to-item',
      ...modality,
      itemId: askedItemId,
      message: `Like ${nameOf(askedItemId, titleOf)}${medium}`,
    }
  }
  return kind === 'search' ? { kind: 'matches-query', ...modality, message: `Matches your search${medium}` } : undefined
}

function tasteReason({ itemId, explanation, titleOf }: ReasonsInput): Reason | undefined {
  const strongest = explanation.history.reduce<HistoryContribution | undefined>(
    (best, entry) => (entry.value > (best?.value ?? 0) && DONE[entry.type] !== undefined ? entry : best),
    undefined,
  )
  if (strongest === undefined) return undefined
  const modality = strongestModality(strongest)
  const done = DONE[strongest.type] ?? ''
  return {
    kind: 'similar-to-liked',
    ...(modality === undefined ? {} : { modality }),
    itemId: strongest.itemId,
    message:
      strongest.itemId === itemId
        ? `Y${done.slice(1)} it`
        : `Like ${nameOf(strongest.itemId, titleOf)}, which ${done}${mediumWords(modality)}`,
  }
}

function mediumWords(modality: Modality | undefined): string {
  return modality === undefined ? '' : `, in its ${MEDIUM[modality]}`
}

function strongestModality({ byModality }: HistoryContribution): Modality | undefined {
  const entries = Object.entries(byModality) as [Modality, number][]
  return entries.sort((a, b) => b[1] - a[1])[0]?.[0]
}

function nameOf(itemId: string, titleOf: ReasonsInput['titleOf']): string {
  return `“${titleOf(itemId) ?? itemId}”`
}
