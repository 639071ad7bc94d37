import { INTERACTION_WEIGHTS, isChoice, isRefusal } from '../profile/interaction-weights.js'
import type { Interaction } from '../types.js'
import type { Outcome } from './predictor.js'

/** One item in one list, and what became of it. */
export interface Showing {
  readonly itemId: string
  /** Sequence number of the impression. */
  readonly sequence: number
  readonly listId?: string
  readonly position?: number
  /** `click`: opened or more; `finish`, `like`, `dislike`: only known once it was opened or refused. */
  readonly outcome: Outcome
}

/** Part of an item that counts as all of it. */
const FINISHED = 0.9
/** Interactions after an impression within which something may still come of it. */
export const OPEN_FOR = 200

interface Draft {
  readonly impression: Interaction
  readonly itemId: string
  opened: boolean
  finished: boolean
  choice: 'like' | 'dislike' | undefined
}

/**
 * What became of everything that was shown, oldest first: the examples the predictions learn from. An interaction belongs to
 * the last impression of its item. Impressions something may still come of are left out.
 */
export function showings(log: readonly Interaction[]): Showing[] {
  const open = new Map<string, Draft>()
  const drafts: Draft[] = []
  for (const interaction of log) {
    const { type, itemId } = interaction
    if (itemId === undefined) continue
    if (type === 'impression') {
      const draft: Draft = { impression: interaction, itemId, opened: false, finished: false, choice: undefined }
      open.set(itemId, draft)
      drafts.push(draft)
      continue
    }
    const draft = open.get(itemId)
    if (draft !== undefined) record(draft, interaction)
  }
  const last = log.at(-1)?.sequence ?? 0
  return drafts.filter(({ impression }) => impression.sequence + OPEN_FOR <= last).map(close)
}

function record(draft: Draft, { type, value = 0 }: Interaction): void {
  if (isRefusal(type)) draft.choice = 'dislike'
  if (isChoice(type) || type === 'share') draft.choice = 'like'
  if (INTERACTION_WEIGHTS[type] > 0 && type !== 'search' && type !== 'steer') draft.opened = true
  if (type === 'play' && value >= FINISHED) draft.finished = true
}

function close({ impression, itemId, opened, finished, choice }: Draft): Showing {
  const { sequence, listId, position } = impression
  const judged = opened || choice !== undefined
  return {
    itemId,
    sequence,
    ...(listId === undefined ? {} : { listId }),
    ...(position === undefined ? {} : { position }),
    outcome: {
      click: Number(opened),
      ...(opened ? { finish: Number(finished) } : {}),
      ...(judged ? { like: Number(choice === 'like'), dislike: Number(choice === 'dislike') } : {}),
    },
  }
}
