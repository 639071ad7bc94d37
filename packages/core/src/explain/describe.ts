import { isRelationWord } from '../relations/relation-words.js'
import type { StepEffect } from '../rerank/rerank.js'
import type { RerankStepKind } from '../rerank/step.js'
import type { InteractionType, Reason } from '../types.js'
import {
  capitalise,
  type DoneType,
  fillTemplate,
  type MoveCause,
  type SentenceTemplates,
} from './languages/sentence-templates.js'

/** A reason before it is said. */
export type ReasonData = Omit<Reason, 'message'>

/** What a sentence about a place needs. Places count from 0. */
export interface Placement {
  readonly rankByScore: number
  readonly position: number
  /** What re-ranking did, in its order; the step that moved the item furthest is named. */
  readonly steps?: readonly StepEffect[]
}

/** A reason as one clause that begins a sentence, without an end mark. */
export function reasonMessage(reason: ReasonData, templates: SentenceTemplates): string {
  return capitalise(clauseOf(reason, templates))
}

/** Reasons and place as one or two sentences. */
export function explanationSentence(
  reasons: readonly Reason[],
  placement: Placement,
  templates: SentenceTemplates,
): string {
  const said = reasons.filter(({ kind }) => kind !== 'variety')
  const clauses = said.length === 0 ? [templates.variety] : said.map((reason) => clauseOf(reason, templates))
  const why = capitalise(joinWith(clauses, templates.clauses))
  return `${why}${templates.end}${capitalise(placeClause(placement, templates))}${templates.end}`.trim()
}

/** "Without these it would not be in this list." @param titles at least one. */
export function withoutSentence(titles: readonly string[], templates: SentenceTemplates): string {
  const named = titles.map((title) => quote(title, templates))
  const clause = fillTemplate(templates.without, { titles: joinWith(named, templates.titles) })
  return `${capitalise(clause)}${templates.end}`.trim()
}

function clauseOf(reason: ReasonData, templates: SentenceTemplates): string {
  const medium = reason.modality === undefined ? undefined : templates.medium[reason.modality]
  const quoted = quote(reason.title ?? reason.itemId ?? '', templates)
  const title = reason.domain === undefined ? quoted : `${quoted} (${reason.domain})`
  switch (reason.kind) {
    case 'similar-to-liked': {
      const done = templates.done[isDone(reason.interaction) ? reason.interaction : 'view']
      return fillTemplate(reason.own === true ? templates.own : templates.similar, { title, done, medium })
    }
    case 'liked-together':
      return fillTemplate(templates.together, { title })
    case 'similar-to-item':
      return fillTemplate(templates.alike, { title, medium })
    case 'matches-query':
      return fillTemplate(templates.query, { medium })
    case 'matches-rule':
      return fillTemplate(templates.rule, { attribute: reason.attribute, value: quote(reason.value ?? '', templates) })
    case 'next':
      return fillTemplate(templates.next, { title })
    case 'related-by':
      return relationClause(reason, title, templates)
    case 'new':
      return templates.fresh
    default:
      return templates[reason.kind]
  }
}

/** A tie in a word of the site's own is named as it is. */
function relationClause({ relation = '' }: ReasonData, title: string, { relations }: SentenceTemplates): string {
  if (isRelationWord(relation)) return fillTemplate(relations[relation], { title })
  return fillTemplate(relations.other, { title, relation: relation === '' ? undefined : relation })
}

/** Whether a reason can say what was done. */
export function isDone(type: InteractionType | undefined): type is DoneType {
  return type !== undefined && DONE.has(type)
}

const DONE: ReadonlySet<InteractionType> = new Set(['like', 'save', 'purchase', 'share', 'play', 'dwell', 'view'])

const CAUSES: Readonly<Record<RerankStepKind, MoveCause>> = {
  pin: 'pin',
  boost: 'boost',
  freshness: 'freshness',
  fatigue: 'fatigue',
  rotation: 'rotation',
  'relevance-floor': 'bounds',
  'near-duplicates': 'variety',
  mmr: 'variety',
  dpp: 'variety',
  explore: 'explore',
  calibration: 'variety',
  cap: 'bounds',
  'modality-mix': 'bounds',
  exposure: 'bounds',
}

function placeClause({ rankByScore, position, steps = [] }: Placement, templates: SentenceTemplates): string {
  const place = String(position + 1)
  if (rankByScore === position) return fillTemplate(templates.place, { place })
  const furthest = steps.reduce<StepEffect | undefined>(
    (most, step) => (most === undefined || distance(step) > distance(most) ? step : most),
    undefined,
  )
  const cause = templates.cause[furthest === undefined ? 'variety' : CAUSES[furthest.kind]]
  return fillTemplate(templates.moved, { byScore: String(rankByScore + 1), cause, place })
}

function distance({ from, to }: StepEffect): number {
  return from === undefined || to === undefined ? 0 : Math.abs(from - to)
}

function quote(text: string, { quotes: [open, close] }: SentenceTemplates): string {
  return `${open}${text}${close}`
}

function joinWith(words: readonly string[], [between, beforeLast]: readonly [string, string]): string {
  const last = words.at(-1) ?? ''
  return words.length < 2 ? last : `${words.slice(0, -1).join(between)}${beforeLast}${last}`
}
